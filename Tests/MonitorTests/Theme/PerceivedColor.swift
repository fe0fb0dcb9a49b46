import Console
import Foundation

/// A colour as eyes meet it: linear light, contrast, distance, and what colour blindness leaves of it.
struct PerceivedColor {
    /// Red, green and blue as linear light, 0 to 1.
    var light: (red: Double, green: Double, blue: Double)

    /// nil for colours whose look the terminal decides.
    init?(_ color: Color) {
        guard case .rgb(let red, let green, let blue) = color.kind else { return nil }
        light = (Self.linear(red), Self.linear(green), Self.linear(blue))
    }

    /// The sRGB transfer function of WCAG 2.
    private static func linear(_ channel: UInt8) -> Double {
        let value = Double(channel) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    /// Relative luminance, WCAG 2: 0 for black, 1 for white.
    var luminance: Double { 0.2126 * light.red + 0.7152 * light.green + 0.0722 * light.blue }

    /// The contrast ratio of WCAG 2: 1 to 21.
    func contrast(with other: PerceivedColor) -> Double {
        let (dark, bright) = (min(luminance, other.luminance), max(luminance, other.luminance))
        return (bright + 0.05) / (dark + 0.05)
    }

    /// The distance in CIELAB (ΔE*ab, 1976): about 2 is just noticeable side by side.
    func distance(to other: PerceivedColor) -> Double {
        let (left, right) = (lab, other.lab)
        let (l, a, b) = (left.l - right.l, left.a - right.a, left.b - right.b)
        return (l * l + a * a + b * b).squareRoot()
    }

    private var lab: (l: Double, a: Double, b: Double) {
        let x = (0.4124 * light.red + 0.3576 * light.green + 0.1805 * light.blue) / 0.95047
        let y = luminance
        let z = (0.0193 * light.red + 0.1192 * light.green + 0.9505 * light.blue) / 1.08883
        func f(_ t: Double) -> Double { t > 0.008856 ? pow(t, 1 / 3) : 7.787 * t + 16 / 116 }
        return (116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z)))
    }

    /// The complete colour blindnesses.
    enum Blindness: CaseIterable {
        case protanopia, deuteranopia, tritanopia

        /// Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency (2009),
        /// severity 1.0, on linear light.
        var matrix: [[Double]] {
            switch self {
            case .protanopia:
                [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
            case .deuteranopia:
                [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
            case .tritanopia:
                [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
            }
        }
    }

    /// What is left of this colour with a colour blindness.
    func seen(with blindness: Blindness) -> PerceivedColor {
        let channels = blindness.matrix.map { row in
            min(1, max(0, row[0] * light.red + row[1] * light.green + row[2] * light.blue))
        }
        var seen = self
        seen.light = (channels[0], channels[1], channels[2])
        return seen
    }
}
