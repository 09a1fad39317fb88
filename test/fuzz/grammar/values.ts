/** Expressions that are strings, bigints, arrays and objects. */
import type { Table } from './rows.ts';

export const str: Table = {
  leaf: [
    [5, 'names[@pos]!'],
    [3, 'text[@pos]!'],
    [2, '"ab"'],
    [3, '@any:str'],
    [1, 'items[@pos]!.tag'],
    [1, 'txt'],
    [1, '@any:item.tag'],
  ],
  inner: [
    [5, '`$' + '{@num}-$' + '{@str}`'],
    [2, '(@str + @num)'],
    [1, '@str.slice(0, i & 3)'],
    [1, '@str.toUpperCase()'],
    [1, 'String(@num)'],
    [1, '@nums.join()'],
    [2, 'label(@num)'],
    [1, 'JSON.stringify(@item)'],
    [1, '@str.split("").reverse().join("")'],
    [1, '@str.replace(/[ab]/g, (q) => q + @num)'],
  ],
};

export const big: Table = {
  leaf: [
    [5, 'bigs[@pos]!'],
    [2, '3n'],
    [2, '@any:big'],
    [1, 'tot'],
    [1, 'BigInt(i)'],
  ],
  inner: [
    [5, 'huge(@big)'],
    [2, '(@big * @big)'],
    [2, '(@big + @big)'],
    [1, 'BigInt.asUintN(16, @big)'],
  ],
};

/** Objects of the class of `items`. */
export const item: Table = {
  leaf: [
    [5, 'items[@pos]!'],
    [5, '@any:item'],
    [1, 'it0'],
    [1, 'one'],
    [1, 'who!'],
    [1, 'items[@pos]!.next!'],
    [1, 'groups.get("a")![0]!'],
    [1, 'items.at(-1)!'],
  ],
  inner: [
    [5, 'make(@num)'],
    [1, '{ ...@item, x: @num }'],
    [1, '{ ...make(@num), next: @item }'],
    [1, 'same(@item)'],
    [1, '(@bool ? @item : @item)'],
    [1, 'items.find((q) => q.id === @int)!'],
    [1, 'structuredClone(@item)'],
    [1, 'Object.assign(make(1), { x: @num })'],
    [1, 'Object.assign(@item, { x: @num })'],
    [1, '[@item, make(@num)][i & 1]!'],
  ],
};

/** Instances of a class, and of its subclasses. */
export const inst: Table = {
  leaf: [
    [5, 'bodies[@pos]!'],
    [3, '@any:inst'],
    [1, 'hero'],
    [1, 'bodies[@pos]!.next!'],
  ],
  inner: [
    [5, '@inst.shifted(@num)'],
    [3, 'new Body(@num, @num)'],
    [1, 'new Heavy(@num, 2)'],
    [1, '@inst.self()'],
    [1, '(@bool ? @inst : @inst)'],
    [1, '(@inst.next ?? @inst)'],
  ],
};

/** Arrays of numbers. */
export const nums: Table = {
  leaf: [
    [5, '@any:nums'],
    [5, 'a'],
    [2, 'b'],
    [2, 'rows[@pos]!'],
    [1, 'items[@pos]!.list'],
    [1, 'row0'],
    [1, 'al'],
    [1, 'fresh'],
    [1, '@any:item.list'],
  ],
  inner: [
    [5, '[@num, @num]'],
    [2, '[...@nums, @num]'],
    [2, '@nums.slice(0, 4)'],
    [2, '@nums.map((q) => q * 2)'],
    [1, '@nums.filter((q) => q > @num)'],
    [1, 'Array.from({ length: 3 }, (_, q) => q + @num)'],
    [1, '@nums.concat(@nums)'],
    [1, 'same(@nums)'],
    [1, 'second(@nums, @nums)'],
    [1, '@nums.toSorted()'],
    [1, '@nums.slice().sort()'],
    [1, 'filled(@num)'],
  ],
};

/** Anything that may be stored or printed. */
export const val: Table = {
  leaf: [
    [5, '@num'],
    [3, 'heavy(@num)'],
    [2, '@str'],
    [1, 'undefined'],
    [1, '@any:item'],
    [1, 'items[@pos]!'],
  ],
  inner: [
    [3, '{ i, v: heavy(@num) }'],
    [2, '[i, @num]'],
    [2, '@item'],
    [2, '@nums'],
    [1, '@big'],
    [1, '@bool'],
    [1, '{ item: @item, list: @nums }'],
    [1, 'new Vec(@num, @num)'],
    [1, 'new Map([[i, @num]])'],
    [1, '(() => { const q = @num; return [q, q]; })()'],
  ],
};
