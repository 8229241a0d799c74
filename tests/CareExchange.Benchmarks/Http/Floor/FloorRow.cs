using System.Globalization;
using System.Text;

namespace CareExchange.Benchmarks.Http.Floor;

/// <summary>One resource as the floor keeps it: its bytes, and the index rows that somebody else has worked out.</summary>
/// <param name="Type">Resource type.</param>
/// <param name="Id">Logical id.</param>
/// <param name="Person">Id of the Patient it is about.</param>
/// <param name="Index">Names and values of its index rows.</param>
/// <param name="Json">Its bytes.</param>
internal sealed record FloorRow(string Type, string Id, string Person, IReadOnlyList<KeyValuePair<string, string>> Index, byte[] Json)
{
    /// <summary>Writes rows as the floor reads them: a line of tabs and lengths, then the bytes.</summary>
    public static byte[] Write(IEnumerable<FloorRow> rows)
    {
        using var stream = new MemoryStream();
        foreach (var row in rows)
        {
            var head = new StringBuilder().Append(row.Type).Append('\t').Append(row.Id).Append('\t').Append(row.Person).Append('\t').Append(CultureInfo.InvariantCulture, $"{row.Json.Length}");
            foreach (var (name, value) in row.Index) head.Append('\t').Append(name).Append('\t').Append(value);
            stream.Write(Encoding.UTF8.GetBytes(head.Append('\n').ToString()));
            stream.Write(row.Json);
            stream.WriteByte((byte)'\n');
        }

        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static List<FloorRow> Read(ReadOnlySpan<byte> bytes)
    {
        var rows = new List<FloorRow>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var head = Encoding.UTF8.GetString(bytes[..end]).Split('\t');
            var length = int.Parse(head[3], CultureInfo.InvariantCulture);
            var index = new KeyValuePair<string, string>[(head.Length - 4) / 2];
            for (var at = 0; at < index.Length; at++) index[at] = new(head[4 + (2 * at)], head[5 + (2 * at)]);
            rows.Add(new(head[0], head[1], head[2], index, bytes.Slice(end + 1, length).ToArray()));
            bytes = bytes[(end + 1 + length + 1)..];
        }

        return rows;
    }
}
