/** d3-array 3, simple-statistics 7, gl-matrix 3. */
import { FRESH, PRIMITIVE, type Row, rows, shallow, type Table } from '../rows.ts';

const ANY: Row = { returns: 'unknown' };
const asks = (callback: number): Row => ({ returns: 'primitive', callback, cost: 50 });

/** Left out: what shuffles, sorts in place, or gives functions and maps of its own. */
export const D3_ARRAY: Table = rows(
  [asks(1), 'count deviation fsum maxIndex mean median medianIndex minIndex sum variance'],
  [asks(1), 'greatestIndex leastIndex scan every some'],
  [asks(2), 'quantile quantileIndex quantileSorted'],
  [{ ...ANY, callback: 1, cost: 50 }, 'max min mode greatest least extent reduce'],
  [{ ...FRESH, callback: 1, groups: true, depth: 1, cost: 100 }, 'cumsum fcumsum rank filter'],
  // More functions than one may follow.
  [{ ...FRESH, callback: 1, groups: true, depth: 1, cost: 100, most: 2 }, 'sort'],
  [{ ...FRESH, callback: 1, depth: 1, cost: 50 }, 'map pairs'],
  [PRIMITIVE, 'ascending descending tickStep tickIncrement'],
  [PRIMITIVE, 'thresholdFreedmanDiaconis thresholdScott thresholdSturges'],
  // The third argument, where to begin, may come back.
  [{ ...PRIMITIVE, most: 2 }, 'bisect bisectLeft bisectRight bisectCenter'],
  [FRESH, 'range ticks'],
  [shallow(50), 'merge nice permute reverse transpose zip'],
);

/** The other functions are analysed. */
export const SIMPLE_STATISTICS: Table = rows(
  [PRIMITIVE, 'cumulativeStdNormalProbability wilcoxonRankSum'],
  [shallow(1000), 'ckmeans jenks'],
);

/** Writes to its first argument, which it does not read, and gives it back. */
const INTO: Row = { returns: 'argument', mutates: true, elements: true, cost: 15 };
const MADE: Row = { returns: 'fresh', state: 'ARRAY_TYPE (setMatrixArrayType)' };

const members = (owners: string, row: Row, names: string): [Row, string] => [
  row,
  owners
    .split(' ')
    .flatMap((o) => names.split(' ').map((n) => `${o}.${n}`))
    .join(' '),
];

const VECTORS = 'vec2 vec3 vec4';
const MATRICES = 'mat2 mat2d mat3 mat4';

/** Left out: what draws random numbers, computes in variables of the module, or writes to several arguments. */
export const GL_MATRIX: Table = rows(
  members(`${VECTORS} ${MATRICES} quat`, MADE, 'create clone fromValues'),
  members(
    VECTORS,
    INTO,
    'add sub subtract mul multiply div divide ceil floor min max round scale scaleAndAdd negate inverse',
  ),
  members(VECTORS, INTO, 'copy set normalize lerp cross transformMat4 zero'),
  members('vec2 vec3', INTO, 'transformMat3'),
  members('vec3 vec4', INTO, 'transformQuat'),
  [INTO, 'vec2.transformMat2 vec2.transformMat2d vec2.rotate'],
  [INTO, 'vec3.slerp vec3.rotateX vec3.rotateY vec3.rotateZ'],
  members(
    VECTORS,
    PRIMITIVE,
    'length len dist distance sqrDist squaredDistance sqrLen squaredLength dot str equals exactEquals',
  ),
  [PRIMITIVE, 'vec2.angle vec3.angle'],
  members(MATRICES, INTO, 'copy set identity multiply mul rotate scale fromRotation fromScaling add sub subtract'),
  members(MATRICES, INTO, 'multiplyScalar multiplyScalarAndAdd'),
  // Nothing comes back from a matrix that has no inverse.
  members(MATRICES, { ...INTO, returns: 'unknown' }, 'invert'),
  [{ ...INTO, returns: 'unknown' }, 'mat3.normalFromMat4'],
  members('mat2 mat3 mat4', INTO, 'transpose adjoint'),
  members('mat2d mat3 mat4', INTO, 'translate fromTranslation'),
  members('mat3 mat4', INTO, 'fromQuat'),
  [INTO, 'mat3.fromMat4 mat3.fromMat2d mat3.projection'],
  [INTO, 'mat4.rotateX mat4.rotateY mat4.rotateZ mat4.fromXRotation mat4.fromYRotation mat4.fromZRotation'],
  [INTO, 'mat4.fromRotationTranslation mat4.getTranslation mat4.getScaling mat4.fromRotationTranslationScale'],
  [INTO, 'mat4.frustum mat4.perspective mat4.perspectiveNO mat4.perspectiveZO'],
  [INTO, 'mat4.perspectiveFromFieldOfView mat4.ortho mat4.orthoNO mat4.orthoZO mat4.lookAt mat4.targetTo'],
  members(MATRICES, PRIMITIVE, 'determinant str frob equals exactEquals'),
  members(
    'quat',
    INTO,
    'identity setAxisAngle multiply mul rotateX rotateY rotateZ calculateW exp ln pow slerp invert',
  ),
  members('quat', INTO, 'conjugate fromMat3 copy set add scale lerp normalize'),
  members('quat', PRIMITIVE, 'getAngle str equals dot length len squaredLength sqrLen exactEquals'),
);
