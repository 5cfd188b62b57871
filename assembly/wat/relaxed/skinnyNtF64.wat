 (func $assembly/gemm/skinnyNt/skinnyNtF64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 f64) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 f64) (param $9 i32) (param $10 i32)
  (local $11 i32)
  (local $12 f64)
  (local $13 i32)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 i32)
  (local $19 i32)
  (local $20 v128)
  (local $21 i32)
  (local $22 i32)
  (local $23 v128)
  (local $24 v128)
  (local $25 v128)
  (local $26 i32)
  (local $27 i32)
  (local $28 v128)
  (local $29 i32)
  (local $30 i32)
  (local $31 v128)
  (local $32 v128)
  local.get $0
  local.set $11
  local.get $8
  local.set $12
  local.get $5
  i32.const 3
  i32.shl
  local.set $26
  local.get $7
  i32.const 3
  i32.shl
  local.set $19
  local.get $10
  i32.const 3
  i32.shl
  local.set $27
  local.get $1
  local.set $13
  loop $for-loop|0
   local.get $13
   i32.const 4
   i32.ge_s
   if
    local.get $4
    local.set $5
    local.get $9
    local.set $0
    local.get $2
    i32.const 1
    i32.and
    local.set $22
    local.get $11
    local.set $7
    loop $for-loop|1
     local.get $7
     i32.const 2
     i32.ge_s
     if
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $15
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $14
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $16
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $17
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $20
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $23
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $24
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $25
      local.get $5
      local.get $26
      i32.add
      local.set $21
      local.get $6
      local.get $19
      i32.add
      local.tee $29
      local.get $19
      i32.add
      local.tee $1
      local.get $19
      i32.add
      local.set $18
      i32.const 0
      local.set $10
      local.get $2
      local.get $22
      i32.sub
      i32.const 3
      i32.shl
      local.set $30
      loop $while-continue|2
       local.get $10
       local.get $30
       i32.ne
       if
        local.get $5
        local.get $10
        i32.add
        v128.load
        local.tee $31
        local.get $6
        local.get $10
        i32.add
        v128.load
        local.tee $32
        local.get $15
        f64x2.relaxed_madd
        local.set $15
        local.get $10
        local.get $21
        i32.add
        v128.load
        local.tee $28
        local.get $32
        local.get $20
        f64x2.relaxed_madd
        local.set $20
        local.get $31
        local.get $10
        local.get $29
        i32.add
        v128.load
        local.tee $32
        local.get $14
        f64x2.relaxed_madd
        local.set $14
        local.get $28
        local.get $32
        local.get $23
        f64x2.relaxed_madd
        local.set $23
        local.get $31
        local.get $1
        local.get $10
        i32.add
        v128.load
        local.tee $32
        local.get $16
        f64x2.relaxed_madd
        local.set $16
        local.get $28
        local.get $32
        local.get $24
        f64x2.relaxed_madd
        local.set $24
        local.get $31
        local.get $10
        local.get $18
        i32.add
        v128.load
        local.tee $31
        local.get $17
        f64x2.relaxed_madd
        local.set $17
        local.get $28
        local.get $31
        local.get $25
        f64x2.relaxed_madd
        local.set $25
        local.get $10
        i32.const 16
        i32.add
        local.set $10
        br $while-continue|2
       end
      end
      local.get $15
      local.get $14
      i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
      local.get $15
      local.get $14
      i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
      f64x2.add
      local.set $15
      local.get $16
      local.get $17
      i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
      local.get $16
      local.get $17
      i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
      f64x2.add
      local.set $14
      local.get $22
      if
       local.get $5
       local.get $10
       i32.add
       v128.load64_splat
       local.tee $16
       local.get $6
       local.get $10
       i32.add
       v128.load64_splat
       local.get $10
       local.get $29
       i32.add
       f64.load
       f64x2.replace_lane 1
       local.get $15
       f64x2.relaxed_madd
       local.set $15
       local.get $16
       local.get $1
       local.get $10
       i32.add
       v128.load64_splat
       local.get $10
       local.get $18
       i32.add
       f64.load
       f64x2.replace_lane 1
       local.get $14
       f64x2.relaxed_madd
       local.set $14
      end
      local.get $12
      f64x2.splat
      local.set $16
      local.get $3
      f64x2.splat
      local.tee $17
      local.get $15
      f64x2.mul
      local.set $15
      local.get $17
      local.get $14
      f64x2.mul
      local.set $14
      local.get $0
      local.get $12
      f64.const 0
      f64.eq
      if (result v128)
       local.get $15
      else
       local.get $16
       local.get $0
       v128.load
       local.get $15
       f64x2.relaxed_madd
      end
      v128.store
      local.get $0
      local.get $12
      f64.const 0
      f64.eq
      if (result v128)
       local.get $14
      else
       local.get $16
       local.get $0
       v128.load offset=16
       local.get $14
       f64x2.relaxed_madd
      end
      v128.store offset=16
      local.get $20
      local.get $23
      i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
      local.get $20
      local.get $23
      i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
      f64x2.add
      local.set $15
      local.get $24
      local.get $25
      i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
      local.get $24
      local.get $25
      i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
      f64x2.add
      local.set $14
      local.get $22
      if
       local.get $10
       local.get $21
       i32.add
       v128.load64_splat
       local.tee $16
       local.get $6
       local.get $10
       i32.add
       v128.load64_splat
       local.get $10
       local.get $29
       i32.add
       f64.load
       f64x2.replace_lane 1
       local.get $15
       f64x2.relaxed_madd
       local.set $15
       local.get $16
       local.get $1
       local.get $10
       i32.add
       v128.load64_splat
       local.get $10
       local.get $18
       i32.add
       f64.load
       f64x2.replace_lane 1
       local.get $14
       f64x2.relaxed_madd
       local.set $14
      end
      local.get $12
      f64x2.splat
      local.set $16
      local.get $3
      f64x2.splat
      local.tee $17
      local.get $15
      f64x2.mul
      local.set $15
      local.get $17
      local.get $14
      f64x2.mul
      local.set $14
      local.get $0
      local.get $27
      i32.add
      local.tee $1
      local.get $12
      f64.const 0
      f64.eq
      if (result v128)
       local.get $15
      else
       local.get $16
       local.get $1
       v128.load
       local.get $15
       f64x2.relaxed_madd
      end
      v128.store
      local.get $1
      local.get $12
      f64.const 0
      f64.eq
      if (result v128)
       local.get $14
      else
       local.get $16
       local.get $1
       v128.load offset=16
       local.get $14
       f64x2.relaxed_madd
      end
      v128.store offset=16
      local.get $5
      local.get $26
      i32.const 1
      i32.shl
      i32.add
      local.set $5
      local.get $0
      local.get $27
      i32.const 1
      i32.shl
      i32.add
      local.set $0
      local.get $7
      i32.const 2
      i32.sub
      local.set $7
      br $for-loop|1
     end
    end
    local.get $7
    i32.const 0
    i32.gt_s
    if
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
     local.set $15
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
     local.set $14
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
     local.set $16
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
     local.set $17
     local.get $19
     local.get $19
     local.get $19
     local.get $6
     local.tee $1
     i32.add
     local.tee $10
     i32.add
     local.tee $18
     i32.add
     local.set $21
     local.get $2
     local.set $7
     loop $for-loop|3
      local.get $7
      i32.const 2
      i32.ge_s
      if
       local.get $5
       v128.load
       local.tee $20
       local.get $1
       v128.load
       local.get $15
       f64x2.relaxed_madd
       local.set $15
       local.get $20
       local.get $10
       v128.load
       local.get $14
       f64x2.relaxed_madd
       local.set $14
       local.get $20
       local.get $18
       v128.load
       local.get $16
       f64x2.relaxed_madd
       local.set $16
       local.get $20
       local.get $21
       v128.load
       local.get $17
       f64x2.relaxed_madd
       local.set $17
       local.get $5
       i32.const 16
       i32.add
       local.set $5
       local.get $1
       i32.const 16
       i32.add
       local.set $1
       local.get $10
       i32.const 16
       i32.add
       local.set $10
       local.get $18
       i32.const 16
       i32.add
       local.set $18
       local.get $21
       i32.const 16
       i32.add
       local.set $21
       local.get $7
       i32.const 2
       i32.sub
       local.set $7
       br $for-loop|3
      end
     end
     local.get $15
     local.get $14
     i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
     local.get $15
     local.get $14
     i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
     f64x2.add
     local.set $15
     local.get $16
     local.get $17
     i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
     local.get $16
     local.get $17
     i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
     f64x2.add
     local.set $14
     local.get $22
     if
      local.get $5
      v128.load64_splat
      local.tee $16
      local.get $1
      v128.load64_splat
      local.get $10
      f64.load
      f64x2.replace_lane 1
      local.get $15
      f64x2.relaxed_madd
      local.set $15
      local.get $16
      local.get $18
      v128.load64_splat
      local.get $21
      f64.load
      f64x2.replace_lane 1
      local.get $14
      f64x2.relaxed_madd
      local.set $14
     end
     local.get $12
     f64x2.splat
     local.set $16
     local.get $3
     f64x2.splat
     local.tee $17
     local.get $15
     f64x2.mul
     local.set $15
     local.get $17
     local.get $14
     f64x2.mul
     local.set $14
     local.get $0
     local.get $12
     f64.const 0
     f64.eq
     if (result v128)
      local.get $15
     else
      local.get $16
      local.get $0
      v128.load
      local.get $15
      f64x2.relaxed_madd
     end
     v128.store
     local.get $0
     local.get $12
     f64.const 0
     f64.eq
     if (result v128)
      local.get $14
     else
      local.get $16
      local.get $0
      v128.load offset=16
      local.get $14
      f64x2.relaxed_madd
     end
     v128.store offset=16
    end
    local.get $6
    local.get $19
    i32.const 2
    i32.shl
    i32.add
    local.set $6
    local.get $9
    i32.const 32
    i32.add
    local.set $9
    local.get $13
    i32.const 4
    i32.sub
    local.set $13
    br $for-loop|0
   end
  end
  loop $for-loop|4
   local.get $13
   i32.const 0
   i32.gt_s
   if
    local.get $4
    local.set $0
    local.get $9
    local.set $1
    i32.const 0
    local.set $18
    loop $for-loop|5
     local.get $11
     local.get $18
     i32.gt_s
     if
      local.get $0
      local.set $5
      local.get $6
      local.set $7
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $15
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $14
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $16
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $17
      local.get $2
      local.set $10
      loop $for-loop|6
       local.get $10
       i32.const 8
       i32.ge_s
       if
        local.get $5
        v128.load
        local.get $7
        v128.load
        local.get $15
        f64x2.relaxed_madd
        local.set $15
        local.get $5
        v128.load offset=16
        local.get $7
        v128.load offset=16
        local.get $14
        f64x2.relaxed_madd
        local.set $14
        local.get $5
        v128.load offset=32
        local.get $7
        v128.load offset=32
        local.get $16
        f64x2.relaxed_madd
        local.set $16
        local.get $5
        v128.load offset=48
        local.get $7
        v128.load offset=48
        local.get $17
        f64x2.relaxed_madd
        local.set $17
        local.get $5
        i32.const -64
        i32.sub
        local.set $5
        local.get $7
        i32.const -64
        i32.sub
        local.set $7
        local.get $10
        i32.const 8
        i32.sub
        local.set $10
        br $for-loop|6
       end
      end
      loop $for-loop|7
       local.get $10
       i32.const 2
       i32.ge_s
       if
        local.get $5
        v128.load
        local.get $7
        v128.load
        local.get $15
        f64x2.relaxed_madd
        local.set $15
        local.get $5
        i32.const 16
        i32.add
        local.set $5
        local.get $7
        i32.const 16
        i32.add
        local.set $7
        local.get $10
        i32.const 2
        i32.sub
        local.set $10
        br $for-loop|7
       end
      end
      local.get $15
      local.get $14
      f64x2.add
      local.get $16
      local.get $17
      f64x2.add
      f64x2.add
      local.tee $14
      f64x2.extract_lane 0
      local.get $14
      f64x2.extract_lane 1
      f64.add
      local.set $8
      loop $for-loop|8
       local.get $10
       i32.const 0
       i32.gt_s
       if
        local.get $8
        local.get $5
        f64.load
        local.get $7
        f64.load
        f64.mul
        f64.add
        local.set $8
        local.get $5
        i32.const 8
        i32.add
        local.set $5
        local.get $7
        i32.const 8
        i32.add
        local.set $7
        local.get $10
        i32.const 1
        i32.sub
        local.set $10
        br $for-loop|8
       end
      end
      local.get $3
      local.get $8
      f64.mul
      local.set $8
      local.get $1
      local.get $12
      f64.const 0
      f64.eq
      if (result f64)
       local.get $8
      else
       local.get $8
       local.get $12
       local.get $1
       f64.load
       f64.mul
       f64.add
      end
      f64.store
      local.get $0
      local.get $26
      i32.add
      local.set $0
      local.get $1
      local.get $27
      i32.add
      local.set $1
      local.get $18
      i32.const 1
      i32.add
      local.set $18
      br $for-loop|5
     end
    end
    local.get $6
    local.get $19
    i32.add
    local.set $6
    local.get $9
    i32.const 8
    i32.add
    local.set $9
    local.get $13
    i32.const 1
    i32.sub
    local.set $13
    br $for-loop|4
   end
  end
 )
