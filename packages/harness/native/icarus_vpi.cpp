// The chip under Icarus behind the session: two system tasks that icarus_bench.sv calls once a cycle each.
#include <vpi_user.h>

#include "session.h"

namespace {

class IcarusChip final : public concord::Backend {
 public:
  concord::MemoryShape find(const std::string& name) override {
    // The bench calls its instance of concord_chip by that name too.
    const std::string path = "concord_bench." + name;
    vpiHandle memory = byName(path);
    Memory found;
    if (memory && vpi_get(vpiType, memory) == vpiMemory) {
      for (int i = 0, words = vpi_get(vpiSize, memory); i < words; i++) found.words.push_back(vpi_handle_by_index(memory, i));
    } else if (memory) {
      found.words.push_back(memory);
      findLatches(path.substr(0, path.rfind('.')), found);
    }
    if (!found.words.empty()) found.bits = static_cast<uint32_t>(vpi_get(vpiSize, found.words.front()));
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
    const Memory& to = memories_[memory];
    if (to.latches.empty()) {
      for (size_t i = 0; i < to.words.size(); i++) put(to.words[i], bytes, i * ((to.bits + 7) / 8) * 8, to.bits);
    } else {
      size_t at = 0;
      for (vpiHandle latch : to.latches) {
        const auto bits = static_cast<uint32_t>(vpi_get(vpiSize, latch));
        put(latch, bytes, at, bits);
        at += bits;
      }
    }
  }

 private:
  struct Memory {
    std::vector<vpiHandle> words;
    // The storage behind a vector, segment by segment of word by word.
    std::vector<vpiHandle> latches;
    uint32_t bits = 0;
  };

  static vpiHandle byName(std::string path) { return vpi_handle_by_name(path.data(), nullptr); }

  // Words come in groups that share a clock gate
  static void findLatches(const std::string& scope, Memory& found) {
    const auto latchOf = [&](int group, int word, int segment) {
      return byName(scope + ".gen_group[" + std::to_string(group) + "].gen_word[" + std::to_string(word) + "].gen_segment[" +
                    std::to_string(segment) + "].u_word.data_o");
    };
    for (int group = 0; latchOf(group, 0, 0); group++) {
      for (int word = 0; latchOf(group, word, 0); word++) {
        for (int segment = 0;; segment++) {
          vpiHandle latch = latchOf(group, word, segment);
          if (!latch) break;
          found.latches.push_back(latch);
        }
      }
    }
  }

  static void put(vpiHandle target, const uint8_t* bytes, size_t first, uint32_t bits) {
    std::vector<s_vpi_vecval> vector((bits + 31) / 32, s_vpi_vecval{0, 0});
    for (uint32_t i = 0; i < bits; i++) {
      const uint32_t bit = bytes[(first + i) / 8] >> (first + i) % 8 & 1;
      vector[i / 32].aval = static_cast<PLI_INT32>(static_cast<uint32_t>(vector[i / 32].aval) | bit << i % 32);
    }
    s_vpi_value value;
    value.format = vpiVectorVal;
    value.value.vector = vector.data();
    vpi_put_value(target, &value, nullptr, vpiNoDelay);
  }

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
