using System.Collections.Frozen;

namespace CareExchange.Mapping.Sources.Cda;

/// <summary>OIDs of code systems → the uris by which FHIR knows them; the table is text beside this file.</summary>
internal static class CdaCodeSystems
{
    private static readonly IReadOnlyList<KeyValuePair<string, string>> InOrder = Load();
    private static readonly FrozenDictionary<string, string> Uris = InOrder.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The uri; <c>urn:oid:</c> for an OID that FHIR has no other name for, null for what is no OID or UUID.</summary>
    /// <param name="system">The OID or UUID.</param>
    /// <param name="plain">As the namespace of identifiers, not as a code system.</param>
    public static string? Uri(string system, bool plain = false) =>
        !plain && Uris.TryGetValue(system, out var uri) ? uri
        : IsOid(system) ? $"urn:oid:{system}"
        : Guid.TryParseExact(system, "D", out var id) ? $"urn:uuid:{id:D}" : null;

    /// <summary>The OID or UUID of a uri; null where it has none.</summary>
    /// <remarks>Of two OIDs with one uri the first of the table.</remarks>
    public static string? Oid(string uri)
    {
        foreach (var (oid, known) in InOrder)
        {
            if (known == uri) return oid;
        }

        if (uri.StartsWith("urn:oid:", StringComparison.Ordinal) && IsOid(uri[8..])) return uri[8..];
        return uri.StartsWith("urn:uuid:", StringComparison.Ordinal) && Guid.TryParseExact(uri[9..], "D", out var id) ? id.ToString("D") : null;
    }

    private static bool IsOid(string text)
    {
        // R4 datatypes.html#oid: arcs have no leading zeros.
        var arcs = text.Split('.');
        return arcs.Length > 1 && arcs[0] is "0" or "1" or "2" && arcs.All(arc => arc.Length > 0 && arc.All(char.IsAsciiDigit) && (arc.Length == 1 || arc[0] != '0'));
    }

    private static List<KeyValuePair<string, string>> Load()
    {
        using var stream = typeof(CdaCodeSystems).Assembly.GetManifestResourceStream("cda.systems.txt")!;
        using var reader = new StreamReader(stream);
        List<KeyValuePair<string, string>> uris = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#' && line.Split(' ') is [var oid, var uri]) uris.Add(new(oid, uri));
        }

        return uris;
    }
}
