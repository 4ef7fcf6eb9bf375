/**
 * The constants of SHA-2: fractions of the square and cube roots of the first primes (FIPS 180-4
 * §4.2 and §5.3), computed instead of copied.
 *
 * @module
 */

const FRACTION = (1n << 64n) - 1n;

/** The first 64 bits of the fractions of the square roots of the first `count` primes. */
export function squareRoots(count: number): bigint[] {
  return primes(count).map((prime) => root(BigInt(prime) << 128n, 2n) & FRACTION);
}

/** The same of their cube roots. */
export function cubeRoots(count: number): bigint[] {
  return primes(count).map((prime) => root(BigInt(prime) << 192n, 3n) & FRACTION);
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) {
    if (found.every((prime) => n % prime !== 0)) found.push(n);
  }
  return found;
}

/** The whole part of the root of `value`, found bit by bit; it has 69 bits at most. */
function root(value: bigint, degree: bigint): bigint {
  let result = 0n;
  for (let bit = 1n << 68n; bit > 0n; bit >>= 1n) {
    const next = result | bit;
    if (next ** degree <= value) result = next;
  }
  return result;
}
