extension DisplayText {
    /// How many items of an answer can't be read at all, in a sentence without a full stop; `things` for example `jobs`.
    public static func leftOut(_ count: Int, things: String) -> String {
        let one = things.hasSuffix("s") ? String(things.dropLast()) : things
        return count == 1
            ? "1 \(one) in the answer can't be read and isn't listed"
            : "\(self.count(count)) \(things) in the answer can't be read and aren't listed"
    }
}
