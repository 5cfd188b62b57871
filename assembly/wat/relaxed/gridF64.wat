 (func $assembly/gemm/micro/gridF64 (param $0 i32) (param $1 i32) (param $2 i32) (param $3 f64) (param $4 i32) (param $5 i32) (param $6 i32) (param $7 i32) (param $8 i32) (param $9 f64) (param $10 i32) (param $11 i32)
  (local $12 v128)
  (local $13 i32)
  (local $14 i32)
  (local $15 i32)
  (local $16 v128)
  (local $17 v128)
  (local $18 i32)
  (local $19 v128)
  (local $20 v128)
  (local $21 v128)
  (local $22 v128)
  (local $23 v128)
  (local $24 v128)
  (local $25 i32)
  (local $26 i32)
  (local $27 i32)
  (local $28 i32)
  (local $29 i32)
  (local $30 v128)
  (local $31 v128)
  (local $32 v128)
  (local $33 v128)
  local.get $4
  local.set $15
  local.get $5
  local.set $14
  local.get $2
  local.get $7
  i32.mul
  local.set $26
  local.get $0
  local.set $5
  loop $for-loop|0
   local.get $5
   i32.const 0
   i32.gt_s
   if
    local.get $14
    local.get $15
    i32.add
    local.tee $27
    local.get $14
    i32.add
    local.tee $28
    local.get $14
    i32.add
    local.set $25
    local.get $6
    local.set $0
    local.get $10
    local.set $2
    local.get $1
    local.set $4
    loop $for-loop|1
     local.get $4
     i32.const 0
     i32.gt_s
     if
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $12
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $17
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $19
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $20
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $21
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $22
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $23
      v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
      local.set $24
      i32.const 0
      local.set $18
      local.get $26
      local.get $0
      local.tee $13
      i32.add
      local.set $29
      loop $while-continue|2
       local.get $13
       local.get $29
       i32.ne
       if
        local.get $15
        local.get $18
        i32.add
        v128.load64_splat
        local.tee $31
        local.get $13
        v128.load
        local.tee $30
        local.get $12
        f64x2.relaxed_madd
        local.set $12
        local.get $18
        local.get $27
        i32.add
        v128.load64_splat
        local.tee $32
        local.get $30
        local.get $19
        f64x2.relaxed_madd
        local.set $19
        local.get $18
        local.get $28
        i32.add
        v128.load64_splat
        local.tee $33
        local.get $30
        local.get $21
        f64x2.relaxed_madd
        local.set $21
        local.get $18
        local.get $25
        i32.add
        v128.load64_splat
        local.tee $16
        local.get $30
        local.get $23
        f64x2.relaxed_madd
        local.set $23
        local.get $31
        local.get $13
        v128.load offset=16
        local.tee $30
        local.get $17
        f64x2.relaxed_madd
        local.set $17
        local.get $32
        local.get $30
        local.get $20
        f64x2.relaxed_madd
        local.set $20
        local.get $33
        local.get $30
        local.get $22
        f64x2.relaxed_madd
        local.set $22
        local.get $16
        local.get $30
        local.get $24
        f64x2.relaxed_madd
        local.set $24
        local.get $18
        i32.const 8
        i32.add
        local.set $18
        local.get $7
        local.get $13
        i32.add
        local.set $13
        br $while-continue|2
       end
      end
      local.get $3
      f64x2.splat
      local.tee $30
      local.get $12
      f64x2.mul
      local.set $16
      local.get $30
      local.get $17
      f64x2.mul
      local.set $12
      local.get $9
      f64.const 0
      f64.ne
      if
       local.get $9
       f64x2.splat
       local.tee $17
       local.get $2
       v128.load
       local.get $16
       f64x2.relaxed_madd
       local.set $16
       local.get $17
       local.get $2
       v128.load offset=16
       local.get $12
       f64x2.relaxed_madd
       local.set $12
      end
      local.get $2
      local.get $16
      v128.store
      local.get $2
      local.get $12
      v128.store offset=16
      local.get $2
      local.get $11
      i32.add
      local.set $13
      local.get $3
      f64x2.splat
      local.tee $12
      local.get $19
      f64x2.mul
      local.set $16
      local.get $12
      local.get $20
      f64x2.mul
      local.set $12
      local.get $9
      f64.const 0
      f64.ne
      if
       local.get $9
       f64x2.splat
       local.tee $17
       local.get $13
       v128.load
       local.get $16
       f64x2.relaxed_madd
       local.set $16
       local.get $17
       local.get $13
       v128.load offset=16
       local.get $12
       f64x2.relaxed_madd
       local.set $12
      end
      local.get $13
      local.get $16
      v128.store
      local.get $13
      local.get $12
      v128.store offset=16
      local.get $2
      local.get $11
      i32.const 1
      i32.shl
      i32.add
      local.set $13
      local.get $3
      f64x2.splat
      local.tee $12
      local.get $21
      f64x2.mul
      local.set $16
      local.get $12
      local.get $22
      f64x2.mul
      local.set $12
      local.get $9
      f64.const 0
      f64.ne
      if
       local.get $9
       f64x2.splat
       local.tee $17
       local.get $13
       v128.load
       local.get $16
       f64x2.relaxed_madd
       local.set $16
       local.get $17
       local.get $13
       v128.load offset=16
       local.get $12
       f64x2.relaxed_madd
       local.set $12
      end
      local.get $13
      local.get $16
      v128.store
      local.get $13
      local.get $12
      v128.store offset=16
      local.get $2
      local.get $11
      i32.const 3
      i32.mul
      i32.add
      local.set $13
      local.get $3
      f64x2.splat
      local.tee $12
      local.get $23
      f64x2.mul
      local.set $16
      local.get $12
      local.get $24
      f64x2.mul
      local.set $12
      local.get $9
      f64.const 0
      f64.ne
      if
       local.get $9
       f64x2.splat
       local.tee $17
       local.get $13
       v128.load
       local.get $16
       f64x2.relaxed_madd
       local.set $16
       local.get $17
       local.get $13
       v128.load offset=16
       local.get $12
       f64x2.relaxed_madd
       local.set $12
      end
      local.get $13
      local.get $16
      v128.store
      local.get $13
      local.get $12
      v128.store offset=16
      local.get $0
      local.get $8
      i32.add
      local.set $0
      local.get $2
      i32.const 32
      i32.add
      local.set $2
      local.get $4
      i32.const 1
      i32.sub
      local.set $4
      br $for-loop|1
     end
    end
    local.get $14
    local.get $25
    i32.add
    local.set $15
    local.get $10
    local.get $11
    i32.const 2
    i32.shl
    i32.add
    local.set $10
    local.get $5
    i32.const 1
    i32.sub
    local.set $5
    br $for-loop|0
   end
  end
 )
