/// Adds sizes that a service names, which may be anything: negative ones count as 0, and the sum ends at `Int.max`.
public enum ByteSum {
    public static func of(_ sizes: some Sequence<Int>) -> Int { sizes.reduce(0, adding) }

    static func adding(_ sum: Int, _ size: Int) -> Int {
        let (result, overflows) = sum.addingReportingOverflow(max(0, size))
        return overflows ? .max : result
    }
}
