/// Text that cannot be guessed, from the system's random source.
enum RandomText {
    static func capitals(_ count: Int) -> String {
        pick(count, from: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    }

    static func mixed(_ count: Int) -> String {
        pick(count, from: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    }

    static func hexadecimal(_ count: Int) -> String {
        pick(count, from: "0123456789abcdef")
    }

    /// A version 4 UUID, as AWS gives to requests.
    static func requestID() -> String {
        "\(hexadecimal(8))-\(hexadecimal(4))-4\(hexadecimal(3))-a\(hexadecimal(3))-\(hexadecimal(12))"
    }

    private static func pick(_ count: Int, from alphabet: String) -> String {
        let letters = Array(alphabet.utf8)
        var source = SystemRandomNumberGenerator()
        return String(
            decoding: (0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &source)] },
            as: UTF8.self)
    }
}
