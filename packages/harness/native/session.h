// The conversation on stdin and stdout, seen from the simulator: it asks for the ports of the next cycle and hands back
// what the chip showed. Both simulators share it; they differ in how they drive ports and reach memories.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "records.h"
#include "streamer.h"

namespace concord {

// How one simulator reaches the chip's memories and does what only it can do.
class Backend {
 public:
  virtual ~Backend() = default;
  virtual MemoryShape find(const std::string& name) = 0;
  // Moves one memory to or from its packed bytes; false when a bit was X or Z.
  virtual bool peek(size_t memory, uint8_t* bytes) = 0;
  virtual void poke(size_t memory, const uint8_t* bytes) = 0;
  virtual bool bare(const StreamRequest&, const uint8_t*, BareReply&) { return false; }
};

class Session {
 public:
  // Answers keep stdout to themselves: whatever else the simulator prints goes to stderr from here on.
  explicit Session(Backend& backend) : backend_(backend), answers_(fdopen(dup(STDOUT_FILENO), "wb")) {
    dup2(STDERR_FILENO, STDOUT_FILENO);
  }

  // Gives the ports of the next cycle; waits for a frame when there is none. False: the conversation is over.
  bool next(Inputs& in) {
    for (;;) {
      if (at_ < count_) {
        in = reinterpret_cast<const Inputs*>(request_.data())[at_];
        return true;
      }
      if (count_ > 0) {
        count_ = 0;
        send(kOk, answer_.data(), answer_.size() * sizeof(Outputs));
      }
      if (streamer_) {
        if (!streamer_->finished()) {
          streamer_->drive(in);
          return true;
        }
        sendStream();
      }
      if (!receive()) return false;
    }
  }

  void observe(const Inputs& in, const Outputs& out) {
    if (streamer_) {
      streamer_->observe(in, out);
    } else {
      answer_[at_++] = out;
    }
  }

 private:
  bool receive() {
    FrameHeader header;
    if (!readAll(&header, sizeof header)) return false;
    request_.resize(header.length);
    if (header.length && !readAll(request_.data(), header.length)) return false;
    switch (header.kind) {
      case kRunCycles:
        at_ = 0;
        count_ = header.length / sizeof(Inputs);
        answer_.resize(count_);
        if (count_ == 0) send(kOk, nullptr, 0);
        break;
      case kStream:
        streamer_ = std::make_unique<Streamer>(streamRequest(), request_.data() + sizeof(StreamRequest));
        break;
      case kFindMemories: findMemories(); break;
      case kPeek: peek(); break;
      case kPoke: poke(); break;
      case kBare: {
        BareReply reply{};
        const bool known = backend_.bare(streamRequest(), request_.data() + sizeof(StreamRequest), reply);
        send(known ? kOk : kRefused, &reply, sizeof reply);
        break;
      }
      default: send(kRefused, nullptr, 0);
    }
    return true;
  }

  StreamRequest streamRequest() const {
    StreamRequest request;
    std::memcpy(&request, request_.data(), sizeof request);
    return request;
  }

  void sendStream() {
    const StreamReply reply = streamer_->reply();
    std::vector<uint8_t> payload(sizeof reply + streamer_->answer().size());
    std::memcpy(payload.data(), &reply, sizeof reply);
    if (!streamer_->answer().empty()) {
      std::memcpy(payload.data() + sizeof reply, streamer_->answer().data(), streamer_->answer().size());
    }
    streamer_.reset();
    send(kOk, payload.data(), payload.size());
  }

  void findMemories() {
    shapes_.clear();
    const std::string names(request_.begin(), request_.end());
    for (size_t from = 0; from < names.size();) {
      size_t to = names.find('\n', from);
      if (to == std::string::npos) to = names.size();
      shapes_.push_back(backend_.find(names.substr(from, to - from)));
      from = to + 1;
    }
    send(kOk, shapes_.data(), shapes_.size() * sizeof(MemoryShape));
  }

  void peek() {
    std::vector<uint8_t> bytes(memoryBytes());
    bool known = true;
    uint8_t* to = bytes.data();
    for (size_t i = 0; i < shapes_.size(); to += bytesOf(shapes_[i]), i++) {
      if (shapes_[i].words) known &= backend_.peek(i, to);
    }
    send(known ? kOk : kUnknownBits, bytes.data(), bytes.size());
  }

  void poke() {
    const bool fits = request_.size() == memoryBytes();
    const uint8_t* from = request_.data();
    for (size_t i = 0; fits && i < shapes_.size(); from += bytesOf(shapes_[i]), i++) {
      if (shapes_[i].words) backend_.poke(i, from);
    }
    send(fits ? kOk : kRefused, nullptr, 0);
  }

  static size_t bytesOf(const MemoryShape& shape) { return size_t{shape.words} * ((shape.bits + 7) / 8); }

  size_t memoryBytes() const {
    size_t bytes = 0;
    for (const auto& shape : shapes_) bytes += bytesOf(shape);
    return bytes;
  }

  static bool readAll(void* to, size_t bytes) { return std::fread(to, 1, bytes, stdin) == bytes; }

  void send(uint32_t status, const void* payload, size_t bytes) {
    const FrameHeader header{status, static_cast<uint32_t>(bytes)};
    bool sent = std::fwrite(&header, sizeof header, 1, answers_) == 1;
    if (bytes) sent = std::fwrite(payload, 1, bytes, answers_) == bytes && sent;
    // Nobody reads any more: there is nobody to tell either.
    if (std::fflush(answers_) != 0 || !sent) std::exit(1);
  }

  Backend& backend_;
  std::FILE* answers_;
  std::vector<uint8_t> request_;
  std::vector<Outputs> answer_;
  std::vector<MemoryShape> shapes_;
  std::unique_ptr<Streamer> streamer_;
  size_t at_ = 0;
  size_t count_ = 0;
};

}  // namespace concord
