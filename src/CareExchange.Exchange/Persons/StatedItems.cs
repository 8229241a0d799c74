using System.Buffers;
using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Exchange.Persons;

/// <summary>What one organisation says of a new person, list by list: taken over as it was written, each item marked as stated by it.</summary>
/// <remarks>Nobody else has spoken, so there is nothing to compare or to join. What needs more than a mark at its end is left to <see cref="PatientItem"/>.</remarks>
internal static class StatedItems
{
    private static readonly byte[] MarkUrl = Encoding.UTF8.GetBytes(PartMarks.SourceUrl);

    private static ReadOnlySpan<byte> Space => " \t\r\n"u8;

    /// <summary>A list as it is to be stored.</summary>
    /// <param name="stated">The Patient as sent.</param>
    /// <param name="name">The list.</param>
    /// <param name="source">Id of the organisation.</param>
    /// <returns>A JSON array; empty bytes where there are no items; null where they have to be read one by one: a resident registration number, an
    /// identifier of another category, an item with marks of its own.</returns>
    public static byte[]? Write(Element stated, string name, string source)
    {
        if (!stated[name].Exists) return [];
        var isMarked = name != "extension";
        var mark = isMarked ? Mark(source) : [];
        var array = new ArrayBufferWriter<byte>(1024);
        foreach (var item in stated.Children(name))
        {
            var raw = item.Raw;
            if (item.Kind != JsonKind.Object || NeedsReading(item, name, raw)) return null;
            array.Write(array.WrittenCount == 0 ? "["u8 : ","u8);
            if (!isMarked)
            {
                array.Write(raw);
                continue;
            }

            if (EndOfExtensions(item, raw) is var end && end > 0)
            {
                array.Write(raw[..end]);
                array.Write(","u8);
                array.Write(mark);
                array.Write(raw[end..]);
                continue;
            }

            var content = raw[..^1].TrimEnd(Space);
            array.Write(content);
            array.Write(content.Length > 1 ? ",\"extension\":["u8 : "\"extension\":["u8);
            array.Write(mark);
            array.Write("]}"u8);
        }

        if (array.WrittenCount == 0) return [];
        array.Write("]"u8);
        return array.WrittenSpan.ToArray();
    }

    private static bool NeedsReading(Element item, string name, ReadOnlySpan<byte> raw)
    {
        if (name == "identifier" && (ResidentNumber.Is(item) || PatientMerge.IdentifierCategories.ContainsKey(item["system"].Text ?? ""))) return true;
        if (name != "extension" && !item["extension"].Exists) return false;

        // An escape could hide the address of a mark; what is no list has no end to write at.
        return raw.Contains((byte)'\\') || raw.IndexOf(MarkUrl) >= 0 || (name != "extension" && !(EndOfExtensions(item, raw) is var end && end > 0 && raw[end..].TrimStart(Space) is [(byte)']', ..]));
    }

    // Behind the last extension of the item; 0 where it has none.
    private static int EndOfExtensions(Element item, ReadOnlySpan<byte> raw)
    {
        var end = 0;
        foreach (var extension in item.Children("extension"))
        {
            if (raw.Overlaps(extension.Raw, out var start)) end = start + extension.Raw.Length;
        }

        return end;
    }

    private static byte[] Mark(string source) =>
        [.. "{\"url\":\""u8, .. MarkUrl, .. "\",\"valueReference\":{\"reference\":"u8, .. JsonSerializer.SerializeToUtf8Bytes($"Organization/{source}"), .. "}}"u8];
}
