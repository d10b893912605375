// What crosses the pipe: one record of input ports and one of output ports per cycle, and frames around them.
// All numbers are little endian. packages/harness/src/ports.ts and protocol.ts hold the same layout.
#pragma once

#include <cstdint>

namespace concord {

enum InputFlag : uint8_t {
  kRstN = 1 << 0,
  kInValid = 1 << 1,
  kInLast = 1 << 2,
  kOutReady = 1 << 3,
  kWbCyc = 1 << 4,
  kWbStb = 1 << 5,
  kWbWe = 1 << 6,
};

enum OutputFlag : uint8_t {
  kInReady = 1 << 0,
  kOutValid = 1 << 1,
  kWbAck = 1 << 2,
  kDone = 1 << 3,
  kError = 1 << 4,
};

struct Inputs {
  uint8_t flags;
  uint8_t wb_sel;
  uint8_t wb_adr;
  uint8_t zero;
  uint32_t wb_dat;
  uint64_t in_data;
};

struct Outputs {
  uint8_t flags;
  uint8_t unknown;  // 1: an output port holds X or Z
  uint8_t zero[2];
  uint32_t wb_dat;
  uint64_t out_data;
};

static_assert(sizeof(Inputs) == 16 && sizeof(Outputs) == 16, "records are 16 bytes on the wire");

// A frame is a kind (request) or a status (reply), the length of its payload in bytes, and the payload.
struct FrameHeader {
  uint32_t kind;
  uint32_t length;
};

enum Request : uint32_t {
  kRunCycles = 1,     // Inputs[n] -> Outputs[n]
  kStream = 2,        // StreamRequest, beats -> StreamReply, beats
  kFindMemories = 3,  // one hierarchical name a line -> MemoryShape[n]
  kPeek = 4,          // -> the words of all memories found, in order, each padded to bytes
  kPoke = 5,          // the same bytes ->
  kBare = 6,          // StreamRequest, beats -> BareReply (Verilator only)
};

enum Status : uint32_t { kOk = 0, kRefused = 1, kUnknownBits = 2 };

struct MemoryShape {
  uint32_t words;  // 0: no memory of this name
  uint32_t bits;
};

struct StreamRequest {
  uint64_t beats;
  uint64_t input_interval;   // beat k is offered from cycle k * input_interval on
  uint64_t output_interval;  // ready this many cycles after the beat accepted before
  uint64_t max_cycles;       // gives up here when neither done nor halted
  uint32_t beat_bytes;
  uint32_t repeats;  // kBare only
};

struct StreamReply {
  uint64_t cycles;    // from the first accepted beat to done or halt
  uint32_t flags;     // OutputFlag bits of the last cycle
  uint32_t unknown;   // 1: an output port held X or Z in some cycle
  uint64_t accepted;  // beats accepted
};

struct BareReply {
  double seconds;
  uint64_t cycles;
};

}  // namespace concord
