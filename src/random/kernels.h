#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

/// The scalar bodies of arithmetic.h and of the laws. Without branches, so that a loop over them
/// vectorises; with the same operations in the same order either way, so that it has the same bits.
namespace greenlane::random::kernel {

constexpr std::uint64_t one_bits = 0x3FF0'0000'0000'0000;
constexpr std::uint64_t mantissa_bits = 0x000F'FFFF'FFFF'FFFF;
constexpr double ln2_high = 6.93147180369123816490e-01;  // 32 bits: k * ln2_high is exact
constexpr double ln2_low = 1.90821492927058770002e-10;

constexpr double smaller(double a, double b) {
    return a < b ? a : b;
}
constexpr double larger(double a, double b) {
    return a > b ? a : b;
}

/// The method and coefficients of fdlibm's e_log.c (Sun Microsystems 1993), for normal x > 0.
inline double log(double x) {
    constexpr std::uint64_t sqrt_half_bits = 0x3FE6'A09E'667F'3BCD;
    const std::uint64_t shifted = std::bit_cast<std::uint64_t>(x) + (one_bits - sqrt_half_bits);
    // x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); k by way of the mantissa of 2^52 + k.
    const double k =
        std::bit_cast<double>((shifted >> 52) | 0x4330'0000'0000'0000) - (0x1p52 + 1023);
    const double f = std::bit_cast<double>((shifted & mantissa_bits) + sqrt_half_bits) - 1.0;
    const double s = f / (2.0 + f);
    const double z = s * s;
    const double w = z * z;
    const double odd = w * (3.999999999940941908e-01 +
                            w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
    const double even = z * (6.666666666666735130e-01 +
                             w * (2.857142874366239149e-01 +
                                  w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
    const double half_square = 0.5 * f * f;
    return k * ln2_high - ((half_square - (s * (half_square + odd + even) + k * ln2_low)) - f);
}

/// log(1 - u) for u in (0, 1), also where 1 - u rounds: what rounding took away is at most 2^-54,
/// and 1/(1 - u) times that differs from it by less than the last bit of the result.
inline double log_complement(double u) {
    const double rest = 1.0 - u;
    return log(rest) + ((1.0 - rest) - u);
}

/// The method and coefficients of fdlibm's e_exp.c; beyond +-700 the value there.
inline double exp(double x) {
    constexpr double round_to_integer = 0x1.8p52;
    x = smaller(larger(x, -700.0), 700.0);
    const double shifted = x * 1.44269504088896338700e+00 + round_to_integer;
    const double n = shifted - round_to_integer;
    const double high = x - n * ln2_high;
    const double low = n * ln2_low;
    const double r = high - low;
    const double t = r * r;
    const double c =
        r - t * (1.66666666666666019037e-01 +
                 t * (-2.77777777770155933842e-03 +
                      t * (6.61375632143793436117e-05 +
                           t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
    const double mantissa = 1.0 - ((low - (r * c) / (2.0 - c)) - high);
    // The low bits of `shifted` are n; the others leave by the left.
    return mantissa *
           std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) << 52) + one_bits);
}

// AS 241, PPND16: M. J. Wichura, Applied Statistics 37 (1988) 477-484.

/// Whether u lies outside the central region.
inline bool in_tail(double u) {
    return std::abs(u - 0.5) > 0.425;
}

inline double normal_centre(double u) {
    const double q = u - 0.5;
    const double r = 0.180625 - q * q;
    const double above = ((((((2.5090809287301226727e+3 * r + 3.3430575583588128105e+4) * r +
                              6.7265770927008700853e+4) *
                                 r +
                             4.5921953931549871457e+4) *
                                r +
                            1.3731693765509461125e+4) *
                               r +
                           1.9715909503065514427e+3) *
                              r +
                          1.3314166789178437745e+2) *
                             r +
                         3.3871328727963666080e+0;
    const double below = ((((((5.2264952788528545610e+3 * r + 2.8729085735721942674e+4) * r +
                              3.9307895800092710610e+4) *
                                 r +
                             2.1213794301586595867e+4) *
                                r +
                            5.3941960214247511077e+3) *
                               r +
                           6.8718700749205790830e+2) *
                              r +
                          4.2313330701600911252e+1) *
                             r +
                         1.0;
    return q * above / below;
}

/// sqrt(-log(share of the nearer tail)).
inline double tail_depth(double u) {
    return std::sqrt(-log(smaller(u, 1.0 - u)));
}

/// For 0.075 >= tail >= e^-25, the depth of which is 5.
inline double normal_tail(double u) {
    const double r = tail_depth(u) - 1.6;
    const double above = ((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r +
                              2.41780725177450611770e-1) *
                                 r +
                             1.27045825245236838258e+0) *
                                r +
                            3.64784832476320460504e+0) *
                               r +
                           5.76949722146069140550e+0) *
                              r +
                          4.63033784615654529590e+0) *
                             r +
                         1.42343711074968357734e+0;
    const double below = ((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r +
                              1.51986665636164571966e-2) *
                                 r +
                             1.48103976427480074590e-1) *
                                r +
                            6.89767334985100004550e-1) *
                               r +
                           1.67638483018380384940e+0) *
                              r +
                          2.05319162663775882187e+0) *
                             r +
                         1.0;
    return (u < 0.5 ? -above : above) / below;
}

/// Whether u lies beyond the reach of normal_tail().
inline bool in_far_tail(double u) {
    constexpr double e_to_minus_25 = 1.3887943864964021e-11;
    return smaller(u, 1.0 - u) < e_to_minus_25;
}

inline double normal_far_tail(double u) {
    const double r = tail_depth(u) - 5.0;
    const double above = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r +
                              1.24266094738807843860e-3) *
                                 r +
                             2.65321895265761230930e-2) *
                                r +
                            2.96560571828504891230e-1) *
                               r +
                           1.78482653991729133580e+0) *
                              r +
                          5.46378491116411436990e+0) *
                             r +
                         6.65790464350110377720e+0;
    const double below = ((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r +
                              1.84631831751005468180e-5) *
                                 r +
                             7.86869131145613259100e-4) *
                                r +
                            1.48753612908506148525e-2) *
                               r +
                           1.36929880922735805310e-1) *
                              r +
                          5.99832206555887937690e-1) *
                             r +
                         1.0;
    return (u < 0.5 ? -above : above) / below;
}

inline double normal_quantile(double u) {
    if (!in_tail(u)) {
        return normal_centre(u);
    }
    return in_far_tail(u) ? normal_far_tail(u) : normal_tail(u);
}

}  // namespace greenlane::random::kernel
