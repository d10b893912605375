// SPDX-License-Identifier: Apache-2.0

/**
 * Compute registers: what a RUN works on. Written by SET, read by the units that execute the RUN; stable while one runs.
 * Addresses keep `AddrBits` bits, weight addresses `WordBits` bits, both two's complement.
 */
module concord_compute_registers #(
  parameter  int AddrBits      = 11,
  parameter  int WordBits      = 6,
  parameter  int PairDepth     = 8,
  parameter  bit Scale         = 0,
  parameter  bit Vector        = 0,
  localparam int PairEntryBits = 20
) (
  input  logic                               clk_i,
  input  logic                               rst_ni,

  // SET
  input  logic                               set_i,
  input  logic [4:0]                         register_i,
  input  logic [23:0]                        value_i,

  // input tensor
  output logic [AddrBits-1:0]                in_addr_o,
  output logic [23:0]                        origin_o,      // y, x
  output logic [23:0]                        size_o,        // height, width
  output logic [11:0]                        kernel_o,      // log2 dilation y, x, kh, kw
  output logic [AddrBits-1:0]                tap_dx_o,
  output logic [AddrBits-1:0]                tap_dy_o,
  output logic [19:0]                        stride_o,      // window y, x, pixel y, x
  output logic [AddrBits-1:0]                pix_dx_o,
  output logic [AddrBits-1:0]                pix_dy_o,
  output logic [AddrBits-1:0]                win_dx_o,
  output logic [AddrBits-1:0]                win_dy_o,
  output logic [7:0]                         window_o,      // ph, pw
  output logic [23:0]                        count_o,       // wh, ww
  output logic [23:0]                        groups_o,      // valid lanes of the last group, groups
  output logic                               pad_o,
  output logic [AddrBits-1:0]                pad_addr_o,

  // weights
  output logic [WordBits-1:0]                weight_o,
  output logic [11:0]                        rows_o,
  output logic [WordBits-1:0]                w_dx_o,
  output logic [WordBits-1:0]                w_dy_o,
  output logic [PairDepth*PairEntryBits-1:0] pairs_o,       // each: negate, double, weight offset, activation offset

  // output tensor
  output logic [1:0]                         mode_o,
  output logic [3:0]                         thresholds_o,
  output logic [4:0]                         planes_o,
  output logic [3:0]                         slot_o,
  output logic [3:0]                         segment_o,
  output logic [AddrBits-1:0]                out_addr_o,
  output logic [AddrBits-1:0]                out_dx_o,
  output logic [AddrBits-1:0]                out_dy_o,
  output logic [AddrBits-1:0]                out_dp_o,

  // scale unit
  output logic [19:0]                        scale_o,       // accumulate, gate, function, write, offset, slope, residual, ...
  output logic [AddrBits-1:0]                res_addr_o,
  output logic [AddrBits-1:0]                res_dx_o,
  output logic [AddrBits-1:0]                res_dy_o,
  output logic [AddrBits-1:0]                wide_addr_o,
  output logic [AddrBits-1:0]                wide_dx_o,
  output logic [AddrBits-1:0]                wide_dy_o
);

  // Not every register keeps all 24 bits of a value
  logic [23:0] unused_value;

  assign unused_value = value_i;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      in_addr_o    <= '0;
      origin_o     <= '0;
      size_o       <= '0;
      kernel_o     <= '0;
      tap_dx_o     <= '0;
      tap_dy_o     <= '0;
      stride_o     <= '0;
      pix_dx_o     <= '0;
      pix_dy_o     <= '0;
      win_dx_o     <= '0;
      win_dy_o     <= '0;
      window_o     <= '0;
      count_o      <= '0;
      groups_o     <= '0;
      pad_o        <= 1'b0;
      pad_addr_o   <= '0;
      weight_o     <= '0;
      rows_o       <= '0;
      w_dx_o       <= '0;
      w_dy_o       <= '0;
      mode_o       <= '0;
      thresholds_o <= '0;
      planes_o     <= '0;
      slot_o       <= '0;
      segment_o    <= '0;
      out_addr_o   <= '0;
      out_dx_o     <= '0;
      out_dy_o     <= '0;
      out_dp_o     <= '0;
    end else if (set_i) begin
      case (register_i)
        concord_pkg::RegInAddr:  in_addr_o <= value_i[AddrBits-1:0];
        concord_pkg::RegOrigin:  origin_o  <= value_i;
        concord_pkg::RegSize:    size_o    <= value_i;
        concord_pkg::RegKernel:  kernel_o  <= value_i[11:0];
        concord_pkg::RegTapDx:   tap_dx_o  <= value_i[AddrBits-1:0];
        concord_pkg::RegTapDy:   tap_dy_o  <= value_i[AddrBits-1:0];
        concord_pkg::RegStride:  stride_o  <= value_i[19:0];
        concord_pkg::RegPixDx:   pix_dx_o  <= value_i[AddrBits-1:0];
        concord_pkg::RegPixDy:   pix_dy_o  <= value_i[AddrBits-1:0];
        concord_pkg::RegWinDx:   win_dx_o  <= value_i[AddrBits-1:0];
        concord_pkg::RegWinDy:   win_dy_o  <= value_i[AddrBits-1:0];
        concord_pkg::RegWindow:  window_o  <= value_i[7:0];
        concord_pkg::RegCount:   count_o   <= value_i;
        concord_pkg::RegGroups:  groups_o  <= value_i;
        concord_pkg::RegWeight: begin
          weight_o <= value_i[WordBits-1:0];
          rows_o   <= value_i[23:12];
        end
        concord_pkg::RegWStep: begin
          w_dx_o <= value_i[WordBits-1:0];
          w_dy_o <= value_i[12 +: WordBits];
        end
        concord_pkg::RegPad: begin
          pad_o      <= value_i[23];
          pad_addr_o <= value_i[AddrBits-1:0];
        end
        concord_pkg::RegPost: begin
          mode_o       <= value_i[1:0];
          thresholds_o <= value_i[7:4];
          planes_o     <= value_i[12:8];
          slot_o       <= value_i[19:16];
          segment_o    <= value_i[23:20];
        end
        concord_pkg::RegOutAddr: out_addr_o <= value_i[AddrBits-1:0];
        concord_pkg::RegOutDx:   out_dx_o   <= value_i[AddrBits-1:0];
        concord_pkg::RegOutDy:   out_dy_o   <= value_i[AddrBits-1:0];
        concord_pkg::RegOutDp:   out_dp_o   <= value_i[AddrBits-1:0];
        default: ;
      endcase
    end
  end

  for (genvar i = 0; i < PairDepth; i++) begin : gen_pair
    logic [PairEntryBits-1:0] pair_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        pair_q <= '0;
      end else if (set_i && register_i == concord_pkg::RegPair && value_i[23:20] == 4'(i)) begin
        pair_q <= value_i[19:0];
      end
    end

    assign pairs_o[i*PairEntryBits +: PairEntryBits] = pair_q;
  end

  if (Scale) begin : gen_scale
    localparam int ScaleBits = Vector ? 20 : 16;

    logic [ScaleBits-1:0] scale_q;
    logic [AddrBits-1:0]  res_addr_q, res_dx_q, res_dy_q, wide_addr_q, wide_dx_q, wide_dy_q;

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        scale_q     <= '0;
        res_addr_q  <= '0;
        res_dx_q    <= '0;
        res_dy_q    <= '0;
        wide_addr_q <= '0;
        wide_dx_q   <= '0;
        wide_dy_q   <= '0;
      end else if (set_i) begin
        case (register_i)
          concord_pkg::RegScale:    scale_q     <= value_i[ScaleBits-1:0];
          concord_pkg::RegResAddr:  res_addr_q  <= value_i[AddrBits-1:0];
          concord_pkg::RegResDx:    res_dx_q    <= value_i[AddrBits-1:0];
          concord_pkg::RegResDy:    res_dy_q    <= value_i[AddrBits-1:0];
          concord_pkg::RegWideAddr: wide_addr_q <= value_i[AddrBits-1:0];
          concord_pkg::RegWideDx:   wide_dx_q   <= value_i[AddrBits-1:0];
          concord_pkg::RegWideDy:   wide_dy_q   <= value_i[AddrBits-1:0];
          default: ;
        endcase
      end
    end

    assign scale_o     = 20'(scale_q);
    assign res_addr_o  = res_addr_q;
    assign res_dx_o    = res_dx_q;
    assign res_dy_o    = res_dy_q;
    assign wide_addr_o = wide_addr_q;
    assign wide_dx_o   = wide_dx_q;
    assign wide_dy_o   = wide_dy_q;
  end else begin : gen_no_scale
    assign scale_o     = '0;
    assign res_addr_o  = '0;
    assign res_dx_o    = '0;
    assign res_dy_o    = '0;
    assign wide_addr_o = '0;
    assign wide_dx_o   = '0;
    assign wide_dy_o   = '0;
  end

endmodule
