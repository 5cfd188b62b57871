 (func $assembly/gemm/micro/bandF64 (param $0 i32) (param $1 i32) (param $2 f64) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 f64) (param $9 i32) (param $10 i32)
  (local $11 v128)
  (local $12 i32)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 v128)
  (local $17 v128)
  (local $18 v128)
  (local $19 v128)
  (local $20 i32)
  (local $21 i32)
  (local $22 v128)
  (local $23 v128)
  (local $24 v128)
  local.get $1
  local.get $6
  i32.mul
  local.set $20
  loop $for-loop|0
   local.get $0
   i32.const 0
   i32.gt_s
   if
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $13
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $11
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $17
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $14
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $18
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $15
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $19
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $16
    local.get $3
    local.set $12
    local.get $20
    local.get $5
    local.tee $1
    i32.add
    local.set $21
    loop $while-continue|1
     local.get $1
     local.get $21
     i32.ne
     if
      local.get $16
      local.get $12
      v128.load64_splat offset=24
      local.tee $23
      local.get $1
      v128.load offset=16
      local.tee $22
      f64x2.mul
      f64x2.add
      local.set $16
      local.get $19
      local.get $23
      local.get $1
      v128.load
      local.tee $23
      f64x2.mul
      f64x2.add
      local.get $16
      i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
      local.set $19
      local.get $15
      local.get $12
      v128.load64_splat offset=16
      local.tee $24
      local.get $22
      f64x2.mul
      f64x2.add
      local.set $15
      local.get $18
      local.get $24
      local.get $23
      f64x2.mul
      f64x2.add
      local.get $15
      i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
      local.set $18
      local.get $14
      local.get $12
      v128.load64_splat offset=8
      local.tee $24
      local.get $22
      f64x2.mul
      f64x2.add
      local.set $14
      local.get $17
      local.get $24
      local.get $23
      f64x2.mul
      f64x2.add
      local.get $14
      i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
      local.set $17
      local.get $11
      local.get $12
      v128.load64_splat
      local.tee $24
      local.get $22
      f64x2.mul
      f64x2.add
      local.set $11
      local.get $13
      local.get $24
      local.get $23
      f64x2.mul
      f64x2.add
      local.get $11
      i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
      local.set $13
      local.get $4
      local.get $12
      i32.add
      local.set $12
      local.get $1
      local.get $6
      i32.add
      local.set $1
      br $while-continue|1
     end
    end
    local.get $2
    f64x2.splat
    local.tee $22
    local.get $13
    f64x2.mul
    local.set $13
    local.get $22
    local.get $11
    f64x2.mul
    local.set $11
    local.get $8
    f64.const 0
    f64.ne
    if
     local.get $13
     local.get $8
     f64x2.splat
     local.tee $22
     local.get $9
     v128.load
     f64x2.mul
     f64x2.add
     local.set $13
     local.get $11
     local.get $22
     local.get $9
     v128.load offset=16
     f64x2.mul
     f64x2.add
     local.set $11
    end
    local.get $9
    local.get $13
    v128.store
    local.get $9
    local.get $11
    v128.store offset=16
    local.get $9
    local.get $10
    i32.add
    local.set $1
    local.get $2
    f64x2.splat
    local.tee $11
    local.get $17
    f64x2.mul
    local.set $13
    local.get $11
    local.get $14
    f64x2.mul
    local.set $11
    local.get $8
    f64.const 0
    f64.ne
    if
     local.get $13
     local.get $8
     f64x2.splat
     local.tee $14
     local.get $1
     v128.load
     f64x2.mul
     f64x2.add
     local.set $13
     local.get $11
     local.get $14
     local.get $1
     v128.load offset=16
     f64x2.mul
     f64x2.add
     local.set $11
    end
    local.get $1
    local.get $13
    v128.store
    local.get $1
    local.get $11
    v128.store offset=16
    local.get $9
    local.get $10
    i32.const 1
    i32.shl
    i32.add
    local.set $1
    local.get $2
    f64x2.splat
    local.tee $11
    local.get $18
    f64x2.mul
    local.set $13
    local.get $11
    local.get $15
    f64x2.mul
    local.set $11
    local.get $8
    f64.const 0
    f64.ne
    if
     local.get $13
     local.get $8
     f64x2.splat
     local.tee $14
     local.get $1
     v128.load
     f64x2.mul
     f64x2.add
     local.set $13
     local.get $11
     local.get $14
     local.get $1
     v128.load offset=16
     f64x2.mul
     f64x2.add
     local.set $11
    end
    local.get $1
    local.get $13
    v128.store
    local.get $1
    local.get $11
    v128.store offset=16
    local.get $9
    local.get $10
    i32.const 3
    i32.mul
    i32.add
    local.set $1
    local.get $2
    f64x2.splat
    local.tee $11
    local.get $19
    f64x2.mul
    local.set $13
    local.get $11
    local.get $16
    f64x2.mul
    local.set $11
    local.get $8
    f64.const 0
    f64.ne
    if
     local.get $13
     local.get $8
     f64x2.splat
     local.tee $14
     local.get $1
     v128.load
     f64x2.mul
     f64x2.add
     local.set $13
     local.get $11
     local.get $14
     local.get $1
     v128.load offset=16
     f64x2.mul
     f64x2.add
     local.set $11
    end
    local.get $1
    local.get $13
    v128.store
    local.get $1
    local.get $11
    v128.store offset=16
    local.get $5
    local.get $7
    i32.add
    local.set $5
    local.get $9
    i32.const 32
    i32.add
    local.set $9
    local.get $0
    i32.const 1
    i32.sub
    local.set $0
    br $for-loop|0
   end
  end
 )
