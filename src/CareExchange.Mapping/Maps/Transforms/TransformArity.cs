namespace CareExchange.Mapping.Maps.Transforms;

/// <summary>The transforms of R4 (http://hl7.org/fhir/map-transform) with the number of arguments each takes.</summary>
internal static class TransformArity
{
    private static readonly Dictionary<string, (int Least, int Most)> Known = new(StringComparer.Ordinal)
    {
        ["create"] = (1, 1), ["copy"] = (1, 1), ["truncate"] = (2, 2), ["escape"] = (2, 3), ["cast"] = (1, 2), ["append"] = (1, int.MaxValue),
        ["translate"] = (2, 3), ["reference"] = (1, 1), ["dateOp"] = (2, 3), ["uuid"] = (0, 0), ["pointer"] = (1, 1), ["evaluate"] = (2, 2),
        ["cc"] = (1, 4), ["c"] = (2, 3), ["qty"] = (1, 4), ["id"] = (2, 3), ["cp"] = (1, 2),
    };

    public static IEnumerable<string> Names => Known.Keys;

    public static bool TryGet(string name, out int least, out int most)
    {
        var found = Known.TryGetValue(name, out var arity);
        (least, most) = arity;
        return found;
    }
}
