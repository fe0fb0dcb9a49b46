/// Makes input CSV files from the penguins: the real rows first, then resampled ones with a little noise.
struct InputGenerator: Sendable {
    var seed: UInt64

    /// CSV without a header; the same seed, columns and count give the same bytes.
    func csv(columns: [String], rows: Int, header: Bool = false) -> [UInt8] {
        []
    }
}
