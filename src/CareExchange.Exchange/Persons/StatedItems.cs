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
    /// <summary>A list as it is to be stored.</summary>
    /// <param name="stated">The Patient as sent.</param>
    /// <param name="name">The list.</param>
    /// <param name="source">Id of the organisation.</param>
    /// <returns>A JSON array; empty bytes where there are no items; null where they have to be read one by one: a resident registration number, an
    /// identifier of another category, an item with extensions or marks of its own.</returns>
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

            var content = raw[..^1].TrimEnd(" \t\r\n"u8);
            array.Write(content);
            if (content.Length > 1) array.Write(","u8);
            array.Write(mark);
        }

        if (array.WrittenCount == 0) return [];
        array.Write("]"u8);
        return array.WrittenSpan.ToArray();
    }

    // An escape could hide the address of a mark.
    private static bool NeedsReading(Element item, string name, ReadOnlySpan<byte> raw) => name switch
    {
        "extension" => raw.Contains((byte)'\\') || raw.IndexOf(Encoding.UTF8.GetBytes(PartMarks.SourceUrl)) >= 0,
        "identifier" => item["extension"].Exists || ResidentNumber.Is(item) || PatientMerge.IdentifierCategories.ContainsKey(item["system"].Text ?? ""),
        _ => item["extension"].Exists,
    };

    private static byte[] Mark(string source) =>
        [.. Encoding.UTF8.GetBytes($"\"extension\":[{{\"url\":\"{PartMarks.SourceUrl}\",\"valueReference\":{{\"reference\":"), .. JsonSerializer.SerializeToUtf8Bytes($"Organization/{source}"), .. "}}]}"u8];
}
