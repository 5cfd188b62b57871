 (func $assembly/gemm/edge/thinF64 (param $0 i32) (param $1 i32) (param $2 f64) (param $3 i32) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 i32) (param $9 i32)
  (local $10 i32)
  (local $11 v128)
  (local $12 v128)
  (local $13 v128)
  (local $14 v128)
  (local $15 v128)
  (local $16 i32)
  (local $17 i32)
  (local $18 i32)
  (local $19 v128)
  (local $20 i32)
  local.get $6
  local.get $1
  local.get $7
  local.tee $10
  i32.mul
  i32.add
  local.set $20
  local.get $2
  f64x2.splat
  local.set $11
  local.get $0
  local.set $1
  loop $for-loop|0
   local.get $1
   i32.const 0
   i32.gt_s
   if
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $12
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $13
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $14
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set $15
    local.get $3
    local.tee $7
    local.get $4
    i32.add
    local.tee $16
    local.get $4
    i32.add
    local.tee $17
    local.get $4
    i32.add
    local.set $18
    local.get $6
    local.set $0
    loop $while-continue|1
     local.get $0
     local.get $20
     i32.ne
     if
      local.get $7
      v128.load64_splat
      local.get $0
      v128.load
      local.tee $19
      local.get $12
      f64x2.relaxed_madd
      local.set $12
      local.get $16
      v128.load64_splat
      local.get $19
      local.get $13
      f64x2.relaxed_madd
      local.set $13
      local.get $17
      v128.load64_splat
      local.get $19
      local.get $14
      f64x2.relaxed_madd
      local.set $14
      local.get $18
      v128.load64_splat
      local.get $19
      local.get $15
      f64x2.relaxed_madd
      local.set $15
      local.get $5
      local.get $7
      i32.add
      local.set $7
      local.get $5
      local.get $16
      i32.add
      local.set $16
      local.get $5
      local.get $17
      i32.add
      local.set $17
      local.get $5
      local.get $18
      i32.add
      local.set $18
      local.get $0
      local.get $10
      i32.add
      local.set $0
      br $while-continue|1
     end
    end
    local.get $8
    local.get $11
    local.get $12
    f64x2.mul
    v128.store
    local.get $8
    local.get $9
    i32.add
    local.get $11
    local.get $13
    f64x2.mul
    v128.store
    local.get $8
    local.get $9
    i32.const 1
    i32.shl
    i32.add
    local.get $11
    local.get $14
    f64x2.mul
    v128.store
    local.get $8
    local.get $9
    i32.const 3
    i32.mul
    i32.add
    local.get $11
    local.get $15
    f64x2.mul
    v128.store
    local.get $3
    local.get $4
    i32.const 2
    i32.shl
    i32.add
    local.set $3
    local.get $8
    local.get $9
    i32.const 2
    i32.shl
    i32.add
    local.set $8
    local.get $1
    i32.const 1
    i32.sub
    local.set $1
    br $for-loop|0
   end
  end
 )
