using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CareExchange.Mapping.Tests.Profiles;

/// <summary>Messages that are made to hurt a reader, by format and name.</summary>
internal static class HostileMessages
{
    private const int Flood = 50_000_000;

    private static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    /// <summary>The names of those of a format.</summary>
    public static IEnumerable<string> Names(string format, byte[] seed) => Any(seed).Keys.Concat(Own(format, seed).Keys);

    /// <summary>One of them.</summary>
    public static byte[] Make(string format, string name, byte[] seed) => (Any(seed).TryGetValue(name, out var any) ? any : Own(format, seed)[name])();

    // What hurts readers of any format.
    private static Dictionary<string, Func<byte[]>> Any(byte[] seed) => new(StringComparer.Ordinal)
    {
        ["nothing"] = () => [],
        ["white space"] = () => [.. Enumerable.Repeat((byte)' ', 1000)],
        ["only a mark"] = () => [0xEF, 0xBB, 0xBF],
        ["a mark twice"] = () => [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, .. seed],
        ["mark of UTF-16 before UTF-8"] = () => [0xFF, 0xFE, .. seed],
        ["mark of UTF-32"] = () => [0xFF, 0xFE, 0, 0, .. seed],
        ["only zeros"] = () => new byte[100_000],
        ["only 255"] = () => [.. Enumerable.Repeat((byte)255, 100_000)],
        ["a line of 50 MB"] = () => [.. Enumerable.Repeat((byte)'a', Flood)],
        ["10 million line ends"] = () => [.. Enumerable.Repeat((byte)'\n', 10_000_000)],
        ["zeros between"] = () => [.. seed.SelectMany(one => new byte[] { one, 0 })],
        ["twice"] = () => [.. seed, .. seed],
        ["backwards"] = () => [.. seed.Reverse()],
        ["as CP949 when UTF-8 was meant"] = () => Cp949.GetBytes(Encoding.UTF8.GetString(seed)),
        ["half a character at the end"] = () => [.. seed, 0xEA, 0xB0],
        ["surrogates in UTF-8"] = () => [.. seed[..(seed.Length / 2)], 0xED, 0xA0, 0x80, .. seed[(seed.Length / 2)..]],
    };

    private static Dictionary<string, Func<byte[]>> Own(string format, byte[] seed) => format switch
    {
        "json" or "fhir" => Json(seed),
        "ndjson" => Lines(),
        "csv" => Csv(seed),
        "xlsx" => Xlsx(seed),
        "cda" => Xml(seed),
        _ => Hl7v2(seed),
    };

    private static Dictionary<string, Func<byte[]>> Json(byte[] seed)
    {
        var text = Encoding.UTF8.GetString(seed);
        var open = text.IndexOf('{', StringComparison.Ordinal) + 1;
        byte[] With(string property) => Encoding.UTF8.GetBytes(text.Insert(open, property + ","));
        return new(StringComparer.Ordinal)
        {
            ["a tower of lists"] = () => Encoding.UTF8.GetBytes(new string('[', 1_000_000) + new string(']', 1_000_000)),
            ["a tower never closed"] = () => Encoding.UTF8.GetBytes(new string('[', 5_000_000)),
            ["a tower of objects inside"] = () => With("\"extra\":" + string.Concat(Enumerable.Repeat("{\"a\":", 50_000)) + "1" + new string('}', 50_000)),
            ["a number without end"] = () => With("\"extra\":1" + new string('0', 5_000_000)),
            ["a number beyond everything"] = () => With("\"extra\":1e999999999"),
            ["a number below everything"] = () => With("\"extra\":-1e-999999999"),
            ["half a surrogate"] = () => With("\"extra\":\"\\ud800\""),
            ["a zero in a name"] = () => With("\"ex\\u0000tra\":1"),
            ["an empty name"] = () => With("\"\":1"),
            ["a name twice"] = () => With("\"messageId\":\"a\",\"messageId\":\"b\",\"resourceType\":\"Bundle\""),
            ["100,000 names"] = () => With(string.Join(',', Enumerable.Range(0, 100_000).Select(number => $"\"n{number}\":{number}"))),
            ["a name of 10 MB"] = () => With($"\"{new string('n', 10_000_000)}\":1"),
            ["a text of 50 MB"] = () => With($"\"extra\":\"{new string('가', Flood / 3)}\""),
            ["a list of a million"] = () => With($"\"extra\":[{string.Join(',', Enumerable.Repeat("{}", 1_000_000))}]"),
            ["a list at the top"] = () => "[1,2,3]"u8.ToArray(),
            ["null"] = () => "null"u8.ToArray(),
            ["a text"] = () => "\"text\""u8.ToArray(),
            ["a comment"] = () => Encoding.UTF8.GetBytes("/* */" + text),
            ["every value a list"] = () => Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(text, ":\\s*(\"[^\"]*\")", ": [$1]")),
            ["every value null"] = () => Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(text, ":\\s*\"[^\"]*\"", ": null")),
            ["every value an object"] = () => Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(text, ":\\s*\"[^\"]*\"", ": {\"a\":1}")),
            ["every value a number"] = () => Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(text, ":\\s*\"[^\"]*\"", ": 99999999999999999999999999")),
            ["UTF-16"] = () => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
        };
    }

    private static Dictionary<string, Func<byte[]>> Lines() => new(StringComparer.Ordinal)
    {
        ["20,000 persons who say nothing"] = () => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"resourceType\":\"Patient\"}\n", 20_000))),
        ["a Bundle in a Bundle in a Bundle"] = () => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":", 60)) + "{\"resourceType\":\"Patient\",\"id\":\"a\"}" + string.Concat(Enumerable.Repeat("}]}", 60))),
        ["the same id 10,000 times"] = () => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 10_000).Select(number => $"{{\"resourceType\":\"Patient\",\"id\":\"a\",\"name\":[{{\"text\":\"{number}\"}}]}}\n"))),
        ["a ring of references"] = () => "{\"resourceType\":\"Patient\",\"id\":\"a\",\"link\":[{\"other\":{\"reference\":\"Patient/b\"},\"type\":\"refer\"}]}\n{\"resourceType\":\"Patient\",\"id\":\"b\",\"link\":[{\"other\":{\"reference\":\"Patient/a\"},\"type\":\"refer\"}]}\n"u8.ToArray(),
        ["types nobody knows"] = () => "{\"resourceType\":\"Nobody\"}\n{\"resourceType\":5}\n{\"resourceType\":[]}\n{}\n[]\n5\n"u8.ToArray(),
        ["an id of 10 MB"] = () => Encoding.UTF8.GetBytes($"{{\"resourceType\":\"Patient\",\"id\":\"{new string('a', 10_000_000)}\"}}\n"),
    };

    private static Dictionary<string, Func<byte[]>> Csv(byte[] seed)
    {
        var head = seed[..(Array.IndexOf(seed, (byte)'\n') + 1)];
        var first = seed[head.Length..(Array.IndexOf(seed, (byte)'\n', head.Length) + 1)];
        return new(StringComparer.Ordinal)
        {
            ["only the heading"] = () => head,
            ["the heading twice"] = () => [.. head, .. seed],
            ["every heading twice"] = () => [.. head[..^2], (byte)',', .. head, .. seed[head.Length..]],
            ["a quote never closed"] = () => [.. seed, (byte)'"', .. Enumerable.Repeat((byte)'a', 20_000_000)],
            ["a row of a million cells"] = () => [.. head, .. Enumerable.Repeat((byte)',', 1_000_000), (byte)'\n'],
            ["100,000 headings"] = () => [.. head[..^2], .. Enumerable.Repeat((byte)',', 100_000), (byte)'\r', (byte)'\n'],
            ["3,000 rows that are the same"] = () => [.. head, .. Enumerable.Repeat(first, 3_000).SelectMany(row => row)],
            ["20,000 rows of nothing"] = () => [.. head, .. Enumerable.Repeat(",,,\r\n"u8.ToArray(), 20_000).SelectMany(row => row)],
            ["quotes in quotes"] = () => [.. seed, .. Enumerable.Repeat("\"\"\"\"\"\""u8.ToArray(), 100_000).SelectMany(row => row)],
            ["UTF-16 behind a CP949 heading"] = () => [.. head, .. Encoding.Unicode.GetBytes("가구,사례\n")],
            ["another separator announced"] = () => [.. "sep=|\r\n"u8, .. seed],
            ["only old line ends"] = () => [.. seed.Where(one => one != '\n')],
            ["a cell of 30 MB"] = () => [.. head, (byte)'"', .. Enumerable.Repeat((byte)'a', 30_000_000), (byte)'"', .. first],
        };
    }

    private static Dictionary<string, Func<byte[]>> Xml(byte[] seed)
    {
        var text = Encoding.UTF8.GetString(seed);
        var root = text.IndexOf("<ClinicalDocument", StringComparison.Ordinal);
        var inside = text.IndexOf('>', root) + 1;
        byte[] Headed(string head) => Encoding.UTF8.GetBytes(head + text[root..]);
        byte[] With(string content) => Encoding.UTF8.GetBytes(text.Insert(inside, content));
        return new(StringComparer.Ordinal)
        {
            ["a billion laughs"] = () => Headed("<!DOCTYPE x [<!ENTITY a \"ha\">" + string.Concat(Enumerable.Range(1, 9).Select(level => $"<!ENTITY {(char)('a' + level)} \"{string.Concat(Enumerable.Repeat($"&{(char)('a' + level - 1)};", 10))}\">")) + "]>"),
            ["an entity from outside"] = () => Headed("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"),
            ["a parameter entity"] = () => Headed("<!DOCTYPE x [<!ENTITY % a SYSTEM \"http://127.0.0.1:1/x\"> %a;]>"),
            ["a DTD from outside"] = () => Headed("<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">"),
            ["an entity nobody declared"] = () => With("&nobody;"),
            ["a tower of elements"] = () => With(string.Concat(Enumerable.Repeat("<a>", 200_000)) + string.Concat(Enumerable.Repeat("</a>", 200_000))),
            ["a tower never closed"] = () => With(string.Concat(Enumerable.Repeat("<a>", 1_000_000))),
            ["100,000 attributes"] = () => With($"<a {string.Join(' ', Enumerable.Range(0, 100_000).Select(number => $"a{number}=''"))}/>"),
            ["an attribute twice"] = () => With("<a b='1' b='2'/>"),
            ["a text of 50 MB"] = () => With($"<a>{new string('a', Flood)}</a>"),
            ["a million elements"] = () => With(string.Concat(Enumerable.Repeat("<a/>", 1_000_000))),
            ["a prefix nobody declared"] = () => With("<p:a/>"),
            ["a character that may not be"] = () => With("<a>&#0;&#xFFFF;</a>"),
            ["instructions"] = () => With(string.Concat(Enumerable.Repeat("<?a b?>", 100_000))),
            ["a comment of 20 MB"] = () => With($"<!--{new string('a', 20_000_000)}-->"),
            ["an encoding that is not"] = () => Headed("<?xml version=\"1.0\" encoding=\"x-none\"?>"),
            ["another encoding than it says"] = () => Headed("<?xml version=\"1.0\" encoding=\"UTF-16\"?>"),
            ["version 9"] = () => Headed("<?xml version=\"9.0\"?>"),
            ["the document twice"] = () => Encoding.UTF8.GetBytes(text + text[root..]),
            ["20,000 sections"] = () => With($"<component><structuredBody>{string.Concat(Enumerable.Repeat("<component><section><title>x</title><text>x</text></section></component>", 20_000))}</structuredBody></component>"),
            ["sections in sections"] = () => With($"<component><structuredBody>{string.Concat(Enumerable.Repeat("<component><section>", 60))}{string.Concat(Enumerable.Repeat("</section></component>", 60))}</structuredBody></component>"),
        };
    }

    private static Dictionary<string, Func<byte[]>> Hl7v2(byte[] seed)
    {
        var text = Encoding.UTF8.GetString(seed);
        var segments = text.Split('\r', StringSplitOptions.RemoveEmptyEntries);
        byte[] With(string more) => Encoding.UTF8.GetBytes(text + more);
        return new(StringComparer.Ordinal)
        {
            ["only MSH"] = () => "MSH"u8.ToArray(),
            ["MSH and a bar"] = () => "MSH|"u8.ToArray(),
            ["five bars"] = () => "MSH|||||\r"u8.ToArray(),
            ["one character for all delimiters"] = () => Encoding.UTF8.GetBytes(text.Replace("MSH|^~\\&", "MSH|||||", StringComparison.Ordinal)),
            ["letters for delimiters"] = () => "MSHaAaAaADTaA01\rPIDa1\r"u8.ToArray(),
            ["a line end for a delimiter"] = () => "MSH\r^~\\&\rA\r"u8.ToArray(),
            ["line ends of files"] = () => Encoding.UTF8.GetBytes(string.Join("\r\n", segments)),
            ["without line ends"] = () => Encoding.UTF8.GetBytes(string.Concat(segments)),
            ["MSH twice"] = () => Encoding.UTF8.GetBytes(segments[0] + "\r" + text),
            ["every segment twice"] = () => Encoding.UTF8.GetBytes(string.Concat(segments.Select(segment => segment + "\r" + segment + "\r"))),
            ["PID 2,000 times"] = () => With(string.Concat(Enumerable.Repeat(segments.First(segment => segment.StartsWith("PID", StringComparison.Ordinal)) + "\r", 2_000))),
            ["100,000 segments nobody knows"] = () => With(string.Concat(Enumerable.Repeat("ZZZ|1|2\r", 100_000))),
            ["a million fields"] = () => With("ZZZ" + new string('|', 1_000_000) + "\r"),
            ["a million repeats"] = () => With("ZZZ|" + new string('~', 1_000_000) + "\r"),
            ["a million parts"] = () => With("ZZZ|" + new string('^', 1_000_000) + "\r"),
            ["PID with a million repeats"] = () => Encoding.UTF8.GetBytes(string.Join('\r', segments.Select(segment => segment.StartsWith("PID", StringComparison.Ordinal) ? "PID|1||" + new string('~', 1_000_000) : segment)) + "\r"),
            ["escapes without end"] = () => With("NTE|1||" + string.Concat(Enumerable.Repeat("\\X", 500_000)) + "\r"),
            ["escapes of zeros"] = () => With("NTE|1||\\X" + new string('0', 1_000_001) + "\\\\Z\\\\.sp9999999999\\\\C2842\\\\M2442\\\r"),
            ["a charset that is not"] = () => Encoding.UTF8.GetBytes(text.Replace("UNICODE UTF-8", "KLINGON", StringComparison.Ordinal)),
            ["every field full of delimiters"] = () => Encoding.UTF8.GetBytes(text.Replace("|", "|^~^&~&|", StringComparison.Ordinal)),
            ["a segment of 30 MB"] = () => With("NTE|1||" + new string('a', 30_000_000) + "\r"),
            ["small letters"] = () => Encoding.UTF8.GetBytes(text.ToLower(CultureInfo.InvariantCulture)),
            ["frame of MLLP left on"] = () => [0x0B, .. seed, 0x1C, 0x0D],
        };
    }

    private static Dictionary<string, Func<byte[]>> Xlsx(byte[] seed) => new(StringComparer.Ordinal)
    {
        ["an archive of nothing"] = () => Zip([]),
        ["a sheet that unpacks to 2 GB"] = () => Replaced(seed, "xl/worksheets/sheet1.xml", stream => Fill(stream, "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>", 2_000_000_000)),
        ["texts that unpack to 1 GB"] = () => Replaced(seed, "xl/sharedStrings.xml", stream => Fill(stream, "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>", 1_000_000_000)),
        ["laughs in a sheet"] = () => Replaced(seed, "xl/worksheets/sheet1.xml", stream => stream.Write("<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\"><v>&b;</v></c></row></sheetData></worksheet>"u8)),
        ["a cell beyond every sheet"] = () => Replaced(seed, "xl/worksheets/sheet1.xml", stream => stream.Write("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"99999999999\"><c r=\"ZZZZZZZ99999999999\" t=\"s\"><v>99999999999</v></c></row></sheetData></worksheet>"u8)),
        ["200,000 cells"] = () => Replaced(seed, "xl/worksheets/sheet1.xml", stream => stream.Write(Encoding.UTF8.GetBytes("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" + string.Concat(Enumerable.Range(1, 200_000).Select(row => $"<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>")) + "</sheetData></worksheet>"))),
        ["merges of everything"] = () => Replaced(seed, "xl/worksheets/sheet1.xml", stream => stream.Write(Encoding.UTF8.GetBytes("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c></row></sheetData><mergeCells>" + string.Concat(Enumerable.Repeat("<mergeCell ref=\"A1:XFD1048576\"/>", 1000)) + "</mergeCells></worksheet>"))),
        ["dates beyond every calendar"] = () => Replaced(seed, "xl/worksheets/sheet1.xml", stream => stream.Write("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>1e308</v></c><c r=\"B1\" s=\"99999\"><v>-1</v></c><c r=\"C1\" t=\"d\"><v>x</v></c><c r=\"D1\" t=\"e\"><v>#REF!</v></c></row></sheetData></worksheet>"u8)),
        ["a way out of the archive"] = () => Zip([("../../../../tmp/careexchange-hostile", "x"u8.ToArray()), ("xl/workbook.xml", "<workbook/>"u8.ToArray())]),
        ["100,000 parts"] = () => Zip([.. Enumerable.Range(0, 100_000).Select(number => ($"xl/p{number}", Array.Empty<byte>()))]),
        ["a part twice"] = () => Zip([("xl/workbook.xml", "<workbook/>"u8.ToArray()), ("xl/workbook.xml", "<workbook/>"u8.ToArray())]),
        ["cut off"] = () => seed[..(seed.Length / 2)],
        ["an old workbook's head"] = () => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[4096]],
        ["an old workbook's head over noise"] = () => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. seed],
        ["encrypted"] = () => Zip([("EncryptedPackage", new byte[100]), ("EncryptionInfo", new byte[100])]),
    };

    private static byte[] Zip(IReadOnlyList<(string Name, byte[] Bytes)> parts)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in parts)
            {
                using var part = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                part.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Replaced(byte[] workbook, string name, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(workbook)))
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries.Where(entry => entry.FullName != name))
            {
                using var source = entry.Open();
                using var copy = archive.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
                source.CopyTo(copy);
            }

            using var part = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
            write(part);
        }

        return stream.ToArray();
    }

    private static void Fill(Stream stream, string head, long length)
    {
        stream.Write(Encoding.UTF8.GetBytes(head));
        var block = Enumerable.Repeat((byte)'a', 1 << 20).ToArray();
        for (var written = 0L; written < length; written += block.Length) stream.Write(block);
    }
}
