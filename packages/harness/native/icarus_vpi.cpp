// The chip under Icarus behind the session: two system tasks that icarus_bench.sv calls once a cycle each.
#include <vpi_user.h>

#include "session.h"

namespace {

class IcarusChip final : public concord::Backend {
 public:
  concord::MemoryShape find(const std::string& name) override {
    // The bench calls its instance of concord_chip by that name too.
    std::string path = "concord_bench." + name;
    vpiHandle memory = vpi_handle_by_name(path.data(), nullptr);
    const bool known = memory && vpi_get(vpiType, memory) == vpiMemory;
    Memory found{{}, 0};
    for (int i = 0, words = known ? vpi_get(vpiSize, memory) : 0; i < words; i++) {
      found.words.push_back(vpi_handle_by_index(memory, i));
      found.bits = static_cast<uint32_t>(vpi_get(vpiSize, found.words.back()));
    }
    memories_.push_back(found);
    return {static_cast<uint32_t>(found.words.size()), found.bits};
  }

  bool peek(size_t memory, uint8_t* bytes) override {
    bool known = true;
    const uint32_t bits = memories_[memory].bits;
    for (vpiHandle word : memories_[memory].words) {
      s_vpi_value value;
      value.format = vpiVectorVal;
      vpi_get_value(word, &value);
      for (uint32_t i = 0; i < (bits + 7) / 8; i++) {
        *bytes++ = static_cast<uint8_t>(value.value.vector[i / 4].aval >> i % 4 * 8);
        known &= value.value.vector[i / 4].bval == 0;
      }
    }
    return known;
  }

  void poke(size_t memory, const uint8_t* bytes) override {
    const uint32_t bits = memories_[memory].bits;
    std::vector<s_vpi_vecval> vector((bits + 31) / 32);
    for (vpiHandle word : memories_[memory].words) {
      for (auto& part : vector) part = {0, 0};
      for (uint32_t i = 0; i < (bits + 7) / 8; i++) {
        vector[i / 4].aval = static_cast<PLI_INT32>(static_cast<uint32_t>(vector[i / 4].aval) | uint32_t{*bytes++} << i % 4 * 8);
      }
      s_vpi_value value;
      value.format = vpiVectorVal;
      value.value.vector = vector.data();
      vpi_put_value(word, &value, nullptr, vpiNoDelay);
    }
  }

 private:
  struct Memory {
    std::vector<vpiHandle> words;
    uint32_t bits;
  };
  std::vector<Memory> memories_;
};

IcarusChip chip;
concord::Session session(chip);
concord::Inputs inputs;

vpiHandle inputPorts() {
  static vpiHandle handle = vpi_handle_by_name(const_cast<char*>("concord_bench.inputs"), nullptr);
  return handle;
}

vpiHandle outputPorts() {
  static vpiHandle handle = vpi_handle_by_name(const_cast<char*>("concord_bench.outputs"), nullptr);
  return handle;
}

PLI_INT32 drive(char*) {
  if (!session.next(inputs)) {
    vpi_control(vpiFinish, 0);
    return 0;
  }
  uint32_t parts[4];
  std::memcpy(parts, &inputs, sizeof parts);
  s_vpi_vecval vector[4];
  for (int i = 0; i < 4; i++) vector[i] = {static_cast<PLI_INT32>(parts[i]), 0};
  s_vpi_value value;
  value.format = vpiVectorVal;
  value.value.vector = vector;
  vpi_put_value(inputPorts(), &value, nullptr, vpiNoDelay);
  return 0;
}

PLI_INT32 observe(char*) {
  s_vpi_value value;
  value.format = vpiVectorVal;
  vpi_get_value(outputPorts(), &value);
  uint32_t parts[4];
  uint32_t unknown = 0;
  for (int i = 0; i < 4; i++) {
    parts[i] = static_cast<uint32_t>(value.value.vector[i].aval & ~value.value.vector[i].bval);
    unknown |= static_cast<uint32_t>(value.value.vector[i].bval);
  }
  concord::Outputs out;
  std::memcpy(&out, parts, sizeof out);
  out.unknown = unknown != 0;
  session.observe(inputs, out);
  return 0;
}

void registerTasks() {
  for (const auto& [name, call] : {std::pair{"$concord_drive", drive}, std::pair{"$concord_observe", observe}}) {
    s_vpi_systf_data task{};
    task.type = vpiSysTask;
    task.tfname = const_cast<char*>(name);
    task.calltf = call;
    vpi_register_systf(&task);
  }
}

}  // namespace

extern "C" {
void (*vlog_startup_routines[])() = {registerTasks, nullptr};
}
