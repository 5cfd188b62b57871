 (func $assembly/gemm/skinnyNt/skinnyNtF32 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 f32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 f32) (param $9 i32) (param $10 i32)
  (local $11 i32)
  (local $12 f32)
  (local $13 i32)
  (local $14 v128)
  (local $15 i32)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 i32)
  (local $20 v128)
  (local $21 i32)
  (local $22 i32)
  (local $23 i32)
  (local $24 v128)
  (local $25 i32)
  (local $26 v128)
  (local $27 v128)
  (local $28 i32)
  (local $29 i32)
  (local $30 i32)
  (local $31 i32)
  (local $32 i32)
  (local $33 i32)
  (local $34 v128)
  (local $35 i32)
  (local $36 v128)
  (local $37 v128)
  local.get $0
  local.set $11
  local.get $8
  local.set $12
  local.get $5
  i32.const 2
  i32.shl
  local.set $28
  local.get $7
  i32.const 2
  i32.shl
  local.set $21
  local.get $10
  i32.const 2
  i32.shl
  local.set $29
  local.get $1
  local.set $13
  loop $for-loop|0
   local.get $13
   i32.const 4
   i32.ge_s
   if
    local.get $4
    local.set $1
    local.get $9
    local.set $0
    local.get $2
    i32.const 3
    i32.and
    local.set $25
    local.get $11
    local.set $7
    loop $for-loop|1
     local.get $7
     i32.const 2
     i32.ge_s
     if
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $14
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $16
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $17
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $18
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $20
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $24
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $26
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $27
      local.get $1
      local.get $28
      i32.add
      local.set $32
      local.get $6
      local.get $21
      i32.add
      local.tee $33
      local.get $21
      i32.add
      local.tee $35
      local.get $21
      i32.add
      local.set $30
      i32.const 0
      local.set $15
      local.get $2
      local.get $25
      i32.sub
      i32.const 2
      i32.shl
      local.set $5
      loop $while-continue|2
       local.get $5
       local.get $15
       i32.ne
       if
        local.get $14
        local.get $1
        local.get $15
        i32.add
        v128.load
        local.tee $36
        local.get $6
        local.get $15
        i32.add
        v128.load
        local.tee $37
        f32x4.mul
        f32x4.add
        local.set $14
        local.get $20
        local.get $15
        local.get $32
        i32.add
        v128.load
        local.tee $34
        local.get $37
        f32x4.mul
        f32x4.add
        local.set $20
        local.get $16
        local.get $36
        local.get $15
        local.get $33
        i32.add
        v128.load
        local.tee $37
        f32x4.mul
        f32x4.add
        local.set $16
        local.get $24
        local.get $34
        local.get $37
        f32x4.mul
        f32x4.add
        local.set $24
        local.get $17
        local.get $36
        local.get $15
        local.get $35
        i32.add
        v128.load
        local.tee $37
        f32x4.mul
        f32x4.add
        local.set $17
        local.get $26
        local.get $34
        local.get $37
        f32x4.mul
        f32x4.add
        local.set $26
        local.get $18
        local.get $36
        local.get $15
        local.get $30
        i32.add
        v128.load
        local.tee $36
        f32x4.mul
        f32x4.add
        local.set $18
        local.get $27
        local.get $34
        local.get $36
        f32x4.mul
        f32x4.add
        local.set $27
        local.get $15
        i32.const 16
        i32.add
        local.set $15
        br $while-continue|2
       end
      end
      local.get $1
      local.get $15
      i32.add
      local.set $10
      local.get $6
      local.get $15
      i32.add
      local.set $22
      local.get $15
      local.get $33
      i32.add
      local.set $23
      local.get $15
      local.get $35
      i32.add
      local.set $5
      local.get $15
      local.get $30
      i32.add
      local.set $19
      local.get $3
      f32x4.splat
      local.get $12
      f32x4.splat
      local.set $36
      local.get $14
      local.get $16
      i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
      local.get $14
      local.get $16
      i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
      f32x4.add
      local.tee $14
      local.get $17
      local.get $18
      i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
      local.get $17
      local.get $18
      i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
      f32x4.add
      local.tee $16
      i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
      local.get $14
      local.get $16
      i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
      f32x4.add
      local.set $14
      i32.const 0
      local.set $31
      loop $for-loop|3
       local.get $25
       local.get $31
       i32.gt_s
       if
        local.get $14
        local.get $10
        v128.load32_splat
        local.get $22
        v128.load32_splat
        local.get $23
        f32.load
        f32x4.replace_lane 1
        local.get $5
        f32.load
        f32x4.replace_lane 2
        local.get $19
        f32.load
        f32x4.replace_lane 3
        f32x4.mul
        f32x4.add
        local.set $14
        local.get $10
        i32.const 4
        i32.add
        local.set $10
        local.get $22
        i32.const 4
        i32.add
        local.set $22
        local.get $23
        i32.const 4
        i32.add
        local.set $23
        local.get $5
        i32.const 4
        i32.add
        local.set $5
        local.get $19
        i32.const 4
        i32.add
        local.set $19
        local.get $31
        i32.const 1
        i32.add
        local.set $31
        br $for-loop|3
       end
      end
      local.get $14
      f32x4.mul
      local.set $14
      local.get $0
      local.get $12
      f32.const 0
      f32.eq
      if (result v128)
       local.get $14
      else
       local.get $14
       local.get $36
       local.get $0
       v128.load
       f32x4.mul
       f32x4.add
      end
      v128.store
      local.get $15
      local.get $32
      i32.add
      local.set $22
      local.get $6
      local.get $15
      i32.add
      local.set $23
      local.get $15
      local.get $33
      i32.add
      local.set $19
      local.get $15
      local.get $35
      i32.add
      local.set $5
      local.get $15
      local.get $30
      i32.add
      local.set $15
      local.get $0
      local.get $29
      i32.add
      local.set $30
      local.get $3
      f32x4.splat
      local.get $12
      f32x4.splat
      local.set $17
      local.get $20
      local.get $24
      i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
      local.get $20
      local.get $24
      i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
      f32x4.add
      local.tee $14
      local.get $26
      local.get $27
      i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
      local.get $26
      local.get $27
      i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
      f32x4.add
      local.tee $18
      i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
      local.get $14
      local.get $18
      i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
      f32x4.add
      local.set $14
      i32.const 0
      local.set $10
      loop $for-loop|4
       local.get $10
       local.get $25
       i32.lt_s
       if
        local.get $14
        local.get $22
        v128.load32_splat
        local.get $23
        v128.load32_splat
        local.get $19
        f32.load
        f32x4.replace_lane 1
        local.get $5
        f32.load
        f32x4.replace_lane 2
        local.get $15
        f32.load
        f32x4.replace_lane 3
        f32x4.mul
        f32x4.add
        local.set $14
        local.get $22
        i32.const 4
        i32.add
        local.set $22
        local.get $23
        i32.const 4
        i32.add
        local.set $23
        local.get $19
        i32.const 4
        i32.add
        local.set $19
        local.get $5
        i32.const 4
        i32.add
        local.set $5
        local.get $15
        i32.const 4
        i32.add
        local.set $15
        local.get $10
        i32.const 1
        i32.add
        local.set $10
        br $for-loop|4
       end
      end
      local.get $14
      f32x4.mul
      local.set $14
      local.get $30
      local.get $12
      f32.const 0
      f32.eq
      if (result v128)
       local.get $14
      else
       local.get $14
       local.get $17
       local.get $30
       v128.load
       f32x4.mul
       f32x4.add
      end
      v128.store
      local.get $1
      local.get $28
      i32.const 1
      i32.shl
      i32.add
      local.set $1
      local.get $0
      local.get $29
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
     local.set $14
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
     local.set $16
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
     local.set $17
     v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
     local.set $18
     local.get $21
     local.get $21
     local.get $21
     local.get $6
     local.tee $7
     i32.add
     local.tee $10
     i32.add
     local.tee $15
     i32.add
     local.set $19
     local.get $2
     local.set $5
     loop $for-loop|5
      local.get $5
      i32.const 4
      i32.ge_s
      if
       local.get $14
       local.get $1
       v128.load
       local.tee $20
       local.get $7
       v128.load
       f32x4.mul
       f32x4.add
       local.set $14
       local.get $16
       local.get $20
       local.get $10
       v128.load
       f32x4.mul
       f32x4.add
       local.set $16
       local.get $17
       local.get $20
       local.get $15
       v128.load
       f32x4.mul
       f32x4.add
       local.set $17
       local.get $18
       local.get $20
       local.get $19
       v128.load
       f32x4.mul
       f32x4.add
       local.set $18
       local.get $1
       i32.const 16
       i32.add
       local.set $1
       local.get $7
       i32.const 16
       i32.add
       local.set $7
       local.get $10
       i32.const 16
       i32.add
       local.set $10
       local.get $15
       i32.const 16
       i32.add
       local.set $15
       local.get $19
       i32.const 16
       i32.add
       local.set $19
       local.get $5
       i32.const 4
       i32.sub
       local.set $5
       br $for-loop|5
      end
     end
     local.get $3
     f32x4.splat
     local.get $12
     f32x4.splat
     local.set $24
     local.get $14
     local.get $16
     i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
     local.get $14
     local.get $16
     i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
     f32x4.add
     local.tee $14
     local.get $17
     local.get $18
     i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23
     local.get $17
     local.get $18
     i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31
     f32x4.add
     local.tee $16
     i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
     local.get $14
     local.get $16
     i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
     f32x4.add
     local.set $14
     i32.const 0
     local.set $5
     loop $for-loop|6
      local.get $5
      local.get $25
      i32.lt_s
      if
       local.get $14
       local.get $1
       v128.load32_splat
       local.get $7
       v128.load32_splat
       local.get $10
       f32.load
       f32x4.replace_lane 1
       local.get $15
       f32.load
       f32x4.replace_lane 2
       local.get $19
       f32.load
       f32x4.replace_lane 3
       f32x4.mul
       f32x4.add
       local.set $14
       local.get $1
       i32.const 4
       i32.add
       local.set $1
       local.get $7
       i32.const 4
       i32.add
       local.set $7
       local.get $10
       i32.const 4
       i32.add
       local.set $10
       local.get $15
       i32.const 4
       i32.add
       local.set $15
       local.get $19
       i32.const 4
       i32.add
       local.set $19
       local.get $5
       i32.const 1
       i32.add
       local.set $5
       br $for-loop|6
      end
     end
     local.get $14
     f32x4.mul
     local.set $14
     local.get $0
     local.get $12
     f32.const 0
     f32.eq
     if (result v128)
      local.get $14
     else
      local.get $14
      local.get $24
      local.get $0
      v128.load
      f32x4.mul
      f32x4.add
     end
     v128.store
    end
    local.get $6
    local.get $21
    i32.const 2
    i32.shl
    i32.add
    local.set $6
    local.get $9
    i32.const 16
    i32.add
    local.set $9
    local.get $13
    i32.const 4
    i32.sub
    local.set $13
    br $for-loop|0
   end
  end
  loop $for-loop|7
   local.get $13
   i32.const 0
   i32.gt_s
   if
    local.get $4
    local.set $0
    local.get $9
    local.set $1
    i32.const 0
    local.set $15
    loop $for-loop|8
     local.get $11
     local.get $15
     i32.gt_s
     if
      local.get $0
      local.set $5
      local.get $6
      local.set $7
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $14
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $16
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $17
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $18
      local.get $2
      local.set $10
      loop $for-loop|9
       local.get $10
       i32.const 16
       i32.ge_s
       if
        local.get $14
        local.get $5
        v128.load
        local.get $7
        v128.load
        f32x4.mul
        f32x4.add
        local.set $14
        local.get $16
        local.get $5
        v128.load offset=16
        local.get $7
        v128.load offset=16
        f32x4.mul
        f32x4.add
        local.set $16
        local.get $17
        local.get $5
        v128.load offset=32
        local.get $7
        v128.load offset=32
        f32x4.mul
        f32x4.add
        local.set $17
        local.get $18
        local.get $5
        v128.load offset=48
        local.get $7
        v128.load offset=48
        f32x4.mul
        f32x4.add
        local.set $18
        local.get $5
        i32.const -64
        i32.sub
        local.set $5
        local.get $7
        i32.const -64
        i32.sub
        local.set $7
        local.get $10
        i32.const 16
        i32.sub
        local.set $10
        br $for-loop|9
       end
      end
      loop $for-loop|10
       local.get $10
       i32.const 4
       i32.ge_s
       if
        local.get $14
        local.get $5
        v128.load
        local.get $7
        v128.load
        f32x4.mul
        f32x4.add
        local.set $14
        local.get $5
        i32.const 16
        i32.add
        local.set $5
        local.get $7
        i32.const 16
        i32.add
        local.set $7
        local.get $10
        i32.const 4
        i32.sub
        local.set $10
        br $for-loop|10
       end
      end
      local.get $14
      local.get $16
      f32x4.add
      local.get $17
      local.get $18
      f32x4.add
      f32x4.add
      local.tee $14
      local.get $14
      local.get $14
      i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
      f32x4.add
      local.tee $14
      f32x4.extract_lane 0
      local.get $14
      f32x4.extract_lane 1
      f32.add
      local.set $8
      loop $for-loop|11
       local.get $10
       i32.const 0
       i32.gt_s
       if
        local.get $8
        local.get $5
        f32.load
        local.get $7
        f32.load
        f32.mul
        f32.add
        local.set $8
        local.get $5
        i32.const 4
        i32.add
        local.set $5
        local.get $7
        i32.const 4
        i32.add
        local.set $7
        local.get $10
        i32.const 1
        i32.sub
        local.set $10
        br $for-loop|11
       end
      end
      local.get $3
      local.get $8
      f32.mul
      local.set $8
      local.get $1
      local.get $12
      f32.const 0
      f32.eq
      if (result f32)
       local.get $8
      else
       local.get $8
       local.get $12
       local.get $1
       f32.load
       f32.mul
       f32.add
      end
      f32.store
      local.get $0
      local.get $28
      i32.add
      local.set $0
      local.get $1
      local.get $29
      i32.add
      local.set $1
      local.get $15
      i32.const 1
      i32.add
      local.set $15
      br $for-loop|8
     end
    end
    local.get $6
    local.get $21
    i32.add
    local.set $6
    local.get $9
    i32.const 4
    i32.add
    local.set $9
    local.get $13
    i32.const 1
    i32.sub
    local.set $13
    br $for-loop|7
   end
  end
 )
