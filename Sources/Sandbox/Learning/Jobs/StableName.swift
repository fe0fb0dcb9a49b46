/// Hexadecimal digits that follow from a text alone, where a service would draw them at random.
enum StableName {
    static func digits(of text: String, count: Int) -> String {
        // FNV-1a gives the seed, SplitMix as many digits as are wanted.
        let seed = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        var generator = SplitMix(seed: seed)
        return String((0..<count).map { _ in Array("0123456789abcdef")[Int(generator.next() >> 60)] })
    }
}
