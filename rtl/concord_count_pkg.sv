// SPDX-License-Identifier: Apache-2.0

/**
 * Count
 *
 * How many bits stand for a count on the way from its bits to its number. A full adder takes three bits of a weight and gives one of that
 * weight and one of twice it, so each leaves a bit less. A level of them takes the bits of every weight in threes; what is over waits for
 * the next level. Where the lowest weight that has more than one bit has two, a half adder takes them.
 */
package concord_count_pkg;

  // Weights of up to 511 bits, the bits of how many there are of one, and of all weights
  localparam int Weights = 9;
  localparam int Bits    = 9;
  localparam int AllBits = Weights * Bits;

  // Bits of each weight after `levels` levels behind `first`; bits of weight 0 alone are their number
  function automatic logic [AllBits-1:0] heights(input logic [AllBits-1:0] first, input int levels);
    int have, carries, carried;
    logic low;
    heights = first;
    for (int l = 0; l < levels; l++) begin
      carried = 0;
      low     = 1'b1;
      for (int w = 0; w < Weights; w++) begin
        have    = int'(heights[w*Bits +: Bits]);
        carries = low && have == 2 ? 1 : have / 3;
        low     = low && have == 1;
        heights[w*Bits +: Bits] = Bits'(have - (have == 2 ? carries : 2 * carries) + carried);
        carried = carries;
      end
    end
  endfunction

  // Of those, the bits of all weights below one; below `Weights`, of all
  function automatic int below(input logic [AllBits-1:0] counted, input int weight);
    below = 0;
    for (int w = 0; w < weight; w++) begin
      below = below + int'(counted[w*Bits +: Bits]);
    end
  endfunction

endpackage
