// The Verilated chip behind the session. Compiled together with Verilator's output, once per chip.
#include <chrono>
#include <cstring>
#include <string>
#include <type_traits>

#include "Vconcord_chip.h"
#include "session.h"
#include "verilated.h"
#include "verilated_syms.h"
#ifdef CONCORD_TRACE
#include "verilated_vcd_c.h"
#endif

namespace {

using concord::Inputs;
using concord::Outputs;

class VerilatedChip final : public concord::Backend {
 public:
  explicit VerilatedChip(VerilatedContext& context) : context_(context), top_(&context) { top_.clk_i = 0; }

  ~VerilatedChip() override {
#ifdef CONCORD_TRACE
    if (trace_.isOpen()) trace_.close();
#endif
    top_.final();
  }

#ifdef CONCORD_TRACE
  void trace(const char* file) {
    context_.traceEverOn(true);
    top_.trace(&trace_, 99);
    trace_.open(file);
  }
#endif

  void cycle(const Inputs& in, Outputs& out) {
    drive(in);
    top_.clk_i = 0;
    eval();
    out.flags = static_cast<uint8_t>(top_.in_ready_o | top_.out_valid_o << 1 | top_.wb_ack_o << 2 | top_.done_o << 3 |
                                     top_.error_o << 4);
    out.unknown = 0;
    out.zero[0] = out.zero[1] = 0;
    out.wb_dat = top_.wb_dat_o;
    out.out_data = top_.out_data_o;
    top_.clk_i = 1;
    eval();
  }

  concord::MemoryShape find(const std::string& name) override {
    std::string scope = "TOP.";
    for (const char c : name.substr(0, name.rfind('.'))) {
      if (c == '[') scope += "__BRA__";
      else if (c == ']') scope += "__KET__";
      else scope += c;
    }
    const VerilatedScope* found = context_.scopeFind(scope.c_str());
    const VerilatedVar* var = found ? found->varFind(name.substr(name.rfind('.') + 1).c_str()) : nullptr;
    memories_.push_back(var);
    if (!var || var->udims() > 1) return {0, 0};
    return {wordsOf(*var), static_cast<uint32_t>(var->elements(0))};
  }

  bool peek(size_t memory, uint8_t* bytes) override {
    const VerilatedVar& var = *memories_[memory];
    const size_t step = (var.elements(0) + 7) / 8;
    const auto* data = static_cast<const uint8_t*>(var.datap());
    for (uint32_t i = 0; i < wordsOf(var); i++) std::memcpy(bytes + i * step, data + i * var.entSize(), step);
    return true;
  }

  void poke(size_t memory, const uint8_t* bytes) override {
    const VerilatedVar& var = *memories_[memory];
    const size_t step = (var.elements(0) + 7) / 8;
    auto* data = static_cast<uint8_t*>(var.datap());
    for (uint32_t i = 0; i < wordsOf(var); i++) std::memcpy(data + i * var.entSize(), bytes + i * step, step);
  }

  // The plainest loop a C++ test bench can be: the yardstick for everything above.
  bool bare(const concord::StreamRequest& request, const uint8_t* beats, concord::BareReply& reply) override {
    const auto begin = std::chrono::steady_clock::now();
    for (uint32_t i = 0; i < request.repeats; i++) {
      Inputs in{};
      for (int c = 0; c < 2; c++) edge(in);
      uint64_t sent = 0;
      while (!(top_.done_o | top_.error_o)) {
        in.flags = concord::kRstN | concord::kOutReady;
        if (sent < request.beats) {
          in.flags |= concord::kInValid | (sent + 1 == request.beats ? concord::kInLast : 0);
          std::memcpy(&in.in_data, beats + sent * request.beat_bytes, request.beat_bytes);
        }
        sent += (in.flags & concord::kInValid) && top_.in_ready_o;
        edge(in);
        reply.cycles++;
      }
    }
    reply.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return true;
  }

 private:
  // A memory of latches is one vector.
  static uint32_t wordsOf(const VerilatedVar& var) {
    return var.udims() == 0 ? 1 : static_cast<uint32_t>(var.elements(1));
  }

  void drive(const Inputs& in) {
    top_.rst_ni = in.flags & concord::kRstN;
    top_.in_valid_i = in.flags >> 1 & 1;
    top_.in_last_i = in.flags >> 2 & 1;
    top_.out_ready_i = in.flags >> 3 & 1;
    top_.wb_cyc_i = in.flags >> 4 & 1;
    top_.wb_stb_i = in.flags >> 5 & 1;
    top_.wb_we_i = in.flags >> 6 & 1;
    top_.wb_sel_i = in.wb_sel;
    top_.wb_adr_i = in.wb_adr;
    top_.wb_dat_i = in.wb_dat;
    top_.in_data_i = static_cast<std::remove_reference_t<decltype(top_.in_data_i)>>(in.in_data);
  }

  void edge(const Inputs& in) {
    drive(in);
    top_.clk_i = 0;
    top_.eval();
    top_.clk_i = 1;
    top_.eval();
  }

  void eval() {
    top_.eval();
#ifdef CONCORD_TRACE
    if (trace_.isOpen()) trace_.dump(context_.time());
    context_.timeInc(1);
#endif
  }

  VerilatedContext& context_;
  Vconcord_chip top_;
  std::vector<const VerilatedVar*> memories_;
#ifdef CONCORD_TRACE
  VerilatedVcdC trace_;
#endif
};

}  // namespace

// Verilog's $time, for messages of assertions.
double sc_time_stamp() { return 0; }

int main(int argc, char** argv) {
  VerilatedContext context;
  context.commandArgs(argc, argv);
  // Registers start random, so nothing may lean on a value the reset did not give. Latches cannot be poked, so they start as zeros.
  const bool zeros = std::strcmp(context.commandArgsPlusMatch("zeros"), "+zeros") == 0;
  context.randReset(zeros ? 0 : 2);
  context.randSeed(1);
  VerilatedChip chip(context);
#ifdef CONCORD_TRACE
  const std::string trace = context.commandArgsPlusMatch("trace=");
  if (!trace.empty()) chip.trace(trace.c_str() + std::strlen("+trace="));
#endif
  concord::Session session(chip);
  Inputs in;
  Outputs out;
  while (session.next(in)) {
    chip.cycle(in, out);
    session.observe(in, out);
  }
  return 0;
}
