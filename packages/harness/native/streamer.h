// Feeds a whole program to the chip and gathers what it answers, cycle by cycle, without leaving the process.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "records.h"

namespace concord {

class Streamer {
 public:
  Streamer(const StreamRequest& request, const uint8_t* beats) : request_(request), beats_(beats) {}

  bool finished() const { return finished_; }

  // Ports of the coming cycle.
  void drive(Inputs& in) const {
    const bool offered = accepted_ < request_.beats && (accepted_ == 0 || cycle_ - first_ >= accepted_ * request_.input_interval);
    in = Inputs{};
    in.flags = kRstN;
    if (offered) {
      in.flags |= kInValid;
      if (accepted_ + 1 == request_.beats) in.flags |= kInLast;
      std::memcpy(&in.in_data, beats_ + accepted_ * request_.beat_bytes, request_.beat_bytes);
    }
    if (cycle_ >= ready_from_) in.flags |= kOutReady;
  }

  // What the chip showed in that cycle.
  void observe(const Inputs& in, const Outputs& out) {
    flags_ = out.flags;
    unknown_ |= out.unknown;
    if (out.flags & (kDone | kError) || cycle_ >= request_.max_cycles) {
      finished_ = true;
      return;
    }
    if (in.flags & kInValid && out.flags & kInReady) {
      if (accepted_ == 0) first_ = cycle_;
      accepted_++;
    }
    if (in.flags & kOutReady && out.flags & kOutValid) {
      const auto* data = reinterpret_cast<const uint8_t*>(&out.out_data);
      answer_.insert(answer_.end(), data, data + request_.beat_bytes);
      ready_from_ = cycle_ + request_.output_interval;
    }
    cycle_++;
  }

  StreamReply reply() const { return {accepted_ ? cycle_ - first_ : 0, flags_, unknown_, accepted_}; }
  const std::vector<uint8_t>& answer() const { return answer_; }

 private:
  StreamRequest request_;
  const uint8_t* beats_;
  uint64_t cycle_ = 0;
  uint64_t first_ = 0;
  uint64_t accepted_ = 0;
  uint64_t ready_from_ = 0;
  uint32_t flags_ = 0;
  uint32_t unknown_ = 0;
  bool finished_ = false;
  std::vector<uint8_t> answer_;
};

}  // namespace concord
