import AWSOperations

/// Puts a transform's inputs and outputs side by side as pages of the two listings come, in any order.
///
/// A value without I/O. An output finds its input by the input's key, which its own says: the order in which S3 lists
/// outputs isn't that of their inputs (`a-b.out` stands before `a.out`), and pages of several ranges of keys come as
/// they like. Nothing is called missing or extra before the listing that would have it has ended.
struct OutputMerge: Sendable {
    let mapping: OutputMapping
    private(set) var run: RunStart
    private let inputPrefix: String
    private let writesUnderInput: Bool
    /// In the order of their keys.
    private(set) var pages: [RowPage] = []
    /// Outputs whose input hasn't been found, page by page as they came.
    private(set) var strays: [ObjectPage] = []
    /// Whether all inputs have been taken, so that a stray has none.
    private var inputsEnded = false
    /// Whether pages overlap or are in no order, so that only sorting them all tells what stands where.
    private var isDisordered = false
    /// The page that had the last input looked for: the next is mostly beside it.
    private var lastPage = 0
    /// The stray page that is tried next.
    private var nextStray = 0
    /// How many outputs have been listed, known to belong to inputs or not.
    private(set) var outputCount = 0
    private(set) var inputCount = 0
    /// Whether an input may not be what was meant.
    private(set) var hasOddities = false

    /// Inputs of a page and what each has for an output.
    struct RowPage: Sendable {
        var inputs: ObjectPage
        /// By which reading of the rule the output was found; 255 for none.
        var readings: [UInt8]
        /// Of those that have an output; of no object where none has.
        private(set) var outputs = ObjectFacts()
        private var hasOutputs = false

        init(_ inputs: ObjectPage) {
            self.inputs = inputs
            readings = Array(repeating: Self.none, count: inputs.count)
        }

        mutating func setOutput(_ index: Int, reading: UInt8, to source: Int, of facts: ObjectFacts) {
            if !hasOutputs {
                hasOutputs = true
                outputs = ObjectFacts(unknown: inputs.count)
            }
            readings[index] = reading
            outputs.set(index, to: source, of: facts)
        }

        static let none = UInt8.max
    }

    init(input: S3Location?, output: S3Location, run: RunStart) {
        mapping = OutputMapping(input: input ?? output, output: output)
        self.run = run
        inputPrefix = input?.key ?? ""
        writesUnderInput = input?.bucket == output.bucket && mapping.outputPrefix.hasBytePrefix(mapping.inputPrefix)
    }

    /// The same inputs, all of them listed, and no outputs yet: for listing outputs again.
    func withoutOutputs(run: RunStart) -> OutputMerge {
        var copy = self
        copy.run = run
        copy.pages = pages.map { RowPage($0.inputs) }
        copy.strays = []
        copy.outputCount = 0
        copy.lastPage = 0
        copy.nextStray = 0
        return copy
    }

    // MARK: Inputs

    mutating func takeInputs(_ objects: [S3Object]) {
        let inputs = objects.filter(isInput)
        noteOddities(of: inputs.lazy.map(\.key))
        insert(ObjectPage(inputs))
        retryStrays(pages: 2)
    }

    /// Takes inputs that a manifest names below a key, of which nothing more is known yet.
    mutating func takeInputs(named names: KeyNames, below base: String) {
        noteOddities(of: names.lazy.map { base + $0 })
        // A manifest of a million names is mostly in order, and sorting takes them all apart.
        if names.isAscending { return takeInputs(inOrder: names.lazy.map { base + $0 }) }
        var keys: [ByteText] = []
        for key in names.map({ ByteText(base + $0) }).sorted() where key != keys.last { keys.append(key) }
        takeInputs(inOrder: keys.lazy.map(\.string))
    }

    private mutating func takeInputs(inOrder keys: some Sequence<String>) {
        var page = ObjectPage()
        for key in keys {
            page.append(S3Object(key: key, sentSize: nil, sentTime: nil, eTag: nil))
            if page.count == Self.pageSize {
                insert(page)
                page = ObjectPage()
            }
        }
        insert(page)
    }

    /// Takes what a listing says of inputs that a manifest names.
    mutating func takeFacts(_ objects: [S3Object]) {
        for object in objects {
            guard let (page, index) = place(of: Array(object.key.utf8)) else { continue }
            pages[page].inputs.set(index, to: object)
        }
    }

    /// Ends the inputs: what is still stray by then has none of those that came.
    mutating func endInputs() {
        sortIfNeeded()
        inputsEnded = true
        nextStray = 0
        // What a likelier output displaces is appended, and tried as well.
        while nextStray < strays.count { retryStrays(pages: 1) }
    }

    private mutating func noteOddities(of keys: some Sequence<String>) {
        if !hasOddities { hasOddities = keys.contains { oddity(of: $0) != nil } }
    }

    private static let pageSize = 1000

    /// A folder's own marker object holds no records, and an output of this very run, found again below the input prefix,
    /// wasn't read by it. One of an earlier run was.
    private func isInput(_ object: S3Object) -> Bool {
        if object.key.hasByteSuffix("/"), object.$size == 0 { return false }
        guard writesUnderInput, object.key.hasByteSuffix(".out"), object.key.hasBytePrefix(mapping.outputPrefix) else {
            return true
        }
        return run.origin(of: object.$lastModified) == .earlierRun
    }

    private mutating func insert(_ page: ObjectPage) {
        guard page.count > 0 else { return }
        inputCount += page.count
        let place = PageOrder.place(of: page.keys.first, count: pages.count) { pages[$0].inputs.keys.first }
        let follows = place == 0 || pages[place - 1].inputs.keys.last.precedes(page.keys.first)
        let precedes = place == pages.count || page.keys.last.precedes(pages[place].inputs.keys.first)
        if !follows || !precedes || !page.keys.isAscending { isDisordered = true }
        pages.insert(RowPage(page), at: place)
    }

    /// Where an input of a key stands.
    private mutating func place(of key: [UInt8]) -> (page: Int, index: Int)? {
        guard !isDisordered, !pages.isEmpty else { return nil }
        if lastPage >= pages.count || !holds(key, page: lastPage) {
            if lastPage + 1 < pages.count, holds(key, page: lastPage + 1) {
                lastPage += 1
            } else {
                let place = PageOrder.place(of: key, count: pages.count) { pages[$0].inputs.keys.first }
                guard place > 0 else { return nil }
                guard holds(key, page: place - 1) else { return nil }
                lastPage = place - 1
            }
        }
        return pages[lastPage].inputs.keys.index(of: key).map { (lastPage, $0) }
    }

    private func holds(_ key: [UInt8], page: Int) -> Bool {
        !key.precedes(pages[page].inputs.keys.first) && !pages[page].inputs.keys.last.precedes(key)
    }

    // MARK: Outputs

    mutating func takeOutputs(_ objects: [S3Object]) {
        let page = ObjectPage(objects.filter { $0.key.hasByteSuffix(".out") })
        guard page.count > 0 else { return }
        outputCount += page.count
        if let rest = matched(page) { strays.append(rest) }
    }

    /// Gives outputs to their inputs; returns those whose input isn't there, nil where each is.
    private mutating func matched(_ page: ObjectPage) -> ObjectPage? {
        var rest = ObjectPage()
        page.keys.visit { index, key in
            if !match(key, index, of: page.facts) { rest.append(key, index, of: page.facts) }
        }
        return rest.count > 0 ? rest : nil
    }

    private mutating func match(_ key: [UInt8], _ index: Int, of facts: ObjectFacts) -> Bool {
        // Before the inputs have ended, another may come that it is likelier of.
        for (reading, inputKey) in mapping.inputKeys(for: key).prefix(inputsEnded ? .max : 1) {
            guard let (page, place) = self.place(of: inputKey) else { continue }
            let before = pages[page].readings[place]
            // The same reading for the same input: the same object, listed twice.
            if before == UInt8(reading) { return true }
            if before < UInt8(reading) { continue }
            if before != RowPage.none {
                // The likelier reading wins, whichever came first.
                let input = pages[page].inputs.keys[place]
                var displaced = ObjectPage()
                displaced.append(
                    Array(mapping.outputKey(for: input, reading: Int(before)).utf8), place, of: pages[page].outputs)
                strays.append(displaced)
            }
            pages[page].setOutput(place, reading: UInt8(reading), to: index, of: facts)
            return true
        }
        // Found again below the input prefix, it is an input.
        return inputsEnded && writesUnderInput && place(of: key) != nil
    }

    /// Tries stray outputs once more, since inputs have come; a few at a time, so that a page costs the same anywhere in a
    /// long listing.
    private mutating func retryStrays(pages count: Int) {
        for _ in 0..<min(count, strays.count) {
            if nextStray >= strays.count { nextStray = 0 }
            guard nextStray < strays.count else { return }
            let page = strays[nextStray]
            // Displaced outputs are appended meanwhile.
            if let rest = matched(page) {
                if rest.count < page.count { strays[nextStray] = rest }
                nextStray += 1
            } else {
                strays.remove(at: nextStray)
            }
        }
    }

    /// The stray outputs in the order of their keys, each once.
    func sortedStrays() -> [ObjectPage] {
        var sorted = strays.filter { $0.count > 0 }
        sorted.sort { $0.keys.first.precedes($1.keys.first) }
        let isInOrder = zip(sorted, sorted.dropFirst()).allSatisfy { $0.keys.last.precedes($1.keys.first) }
        if isInOrder, sorted.allSatisfy(\.keys.isAscending) { return sorted }
        return Self.sorted(sorted)
    }

    private mutating func sortIfNeeded() {
        guard isDisordered else { return }
        for page in pages {
            var found = ObjectPage()
            page.inputs.keys.visit { index, key in
                guard page.readings[index] != RowPage.none else { return }
                let output = mapping.outputKey(
                    for: String(decoding: key, as: UTF8.self), reading: Int(page.readings[index]))
                found.append(Array(output.utf8), index, of: page.outputs)
            }
            if found.count > 0 { strays.append(found) }
        }
        pages = Self.sorted(pages.map(\.inputs)).map(RowPage.init)
        inputCount = pages.reduce(0) { $0 + $1.inputs.count }
        isDisordered = false
        lastPage = 0
    }

    /// All objects of some pages again, by their keys, each once.
    private static func sorted(_ pages: [ObjectPage]) -> [ObjectPage] {
        var all: [(key: [UInt8], page: Int, index: Int)] = []
        for (number, page) in pages.enumerated() {
            page.keys.visit { index, key in all.append((key, number, index)) }
        }
        all.sort { $0.key == $1.key ? ($0.page, $0.index) < ($1.page, $1.index) : $0.key.precedes($1.key) }
        var sorted: [ObjectPage] = []
        var page = ObjectPage()
        var last: [UInt8]?
        for entry in all where entry.key != last {
            last = entry.key
            page.append(entry.key, entry.index, of: pages[entry.page].facts)
            if page.count == pageSize {
                sorted.append(page)
                page = ObjectPage()
            }
        }
        if page.count > 0 { sorted.append(page) }
        return sorted
    }

    /// Why an input may not be what was meant.
    func oddity(of key: String) -> OutputRow.Oddity? {
        if writesUnderInput, key.hasBytePrefix(mapping.outputPrefix) { return .underOutput }
        let last = key.lastPathPart
        let name = last.isEmpty ? key.pathName : last
        if name.hasBytePrefix("_") || name.hasBytePrefix(".") || name.hasByteSuffix(".manifest") { return .marker }
        guard !inputPrefix.isEmpty, !inputPrefix.hasByteSuffix("/"), !key.hasSameBytes(as: inputPrefix),
            !key.hasBytePrefix(inputPrefix + "/")
        else { return nil }
        return .siblingOfPrefix
    }
}
