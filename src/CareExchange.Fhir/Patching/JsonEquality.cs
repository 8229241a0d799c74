using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Patching;

/// <summary>When two JSON values are equal (RFC 6902 §4.6): numbers by value, strings by characters, arrays by order, objects by name.</summary>
internal static class JsonEquality
{
    public static bool AreEqual(PatchNode left, PatchNode right)
    {
        if (left.Kind != right.Kind) return false;
        return left.Kind switch
        {
            JsonKind.String => string.Equals(left.Text, right.Text, StringComparison.Ordinal),
            JsonKind.Number => Number.Of(left.Text) == Number.Of(right.Text),
            JsonKind.Array => left.Members.Count == right.Members.Count && left.Members.Zip(right.Members).All(pair => AreEqual(pair.First.Value, pair.Second.Value)),
            JsonKind.Object => ObjectsAreEqual(left, right),
            _ => true,
        };
    }

    private static bool ObjectsAreEqual(PatchNode left, PatchNode right)
    {
        if (left.Members.Count != right.Members.Count) return false;
        var byName = new Dictionary<string, PatchNode>(StringComparer.Ordinal);
        foreach (var member in right.Members) byName.TryAdd(member.Name, member.Value);
        return left.Members.All(member => byName.TryGetValue(member.Name, out var other) && AreEqual(member.Value, other));
    }

    // Digits without zeros at either end, and the power of ten of the last one: exact whatever the length.
    private readonly record struct Number(bool IsNegative, string Digits, string Exponent)
    {
        public static Number Of(string text)
        {
            var isNegative = text[0] == '-';
            var mantissa = isNegative ? text[1..] : text;
            var mark = mantissa.IndexOfAny(['e', 'E']);
            var exponent = mark < 0 ? 0 : Exponents(mantissa[(mark + 1)..]);
            if (mark >= 0) mantissa = mantissa[..mark];
            var point = mantissa.IndexOf('.', StringComparison.Ordinal);
            if (point >= 0)
            {
                exponent -= mantissa.Length - point - 1;
                mantissa = mantissa.Remove(point, 1);
            }

            var digits = mantissa.TrimStart('0');
            exponent += digits.Length - digits.TrimEnd('0').Length;
            digits = digits.TrimEnd('0');
            return digits.Length == 0 ? new(false, "", "0") : new(isNegative, digits, exponent.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        // An exponent beyond any use is cut: two such numbers are equal only if their digits are.
        private static long Exponents(string text) =>
            long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var value) ? Math.Clamp(value, -1_000_000_000_000, 1_000_000_000_000) : 1_000_000_000_000;
    }
}
