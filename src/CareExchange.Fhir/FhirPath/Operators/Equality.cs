using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Operators;

/// <summary><c>=</c> and <c>~</c> (FHIRPath N1, 6.1).</summary>
internal static class Equality
{
    /// <summary>Compares collections in order; null where either is empty or a pair is undecided.</summary>
    public static bool? AreEqual(Items left, Items right)
    {
        if (left.Count == 0 || right.Count == 0) return null;
        if (left.Count != right.Count) return false;
        bool? answer = true;
        for (var i = 0; i < left.Count; i++)
        {
            switch (AreEqual(left[i], right[i]))
            {
                case false: return false;
                case null: answer = null; break;
            }
        }

        return answer;
    }

    /// <summary>Compares two items; null where precision or a missing offset leaves it open.</summary>
    public static bool? AreEqual(in PathItem left, in PathItem right)
    {
        if (left.IsElement && right.IsElement && left.Element.Equals(right.Element)) return true;
        if (ElementBytes.AreEqual(left, right) is { } answer) return answer;
        return (left.Value, right.Value) switch
        {
            (null, null) => left.IsElement && right.IsElement && HaveEqualContent(left.Element, right.Element, false),
            (null, _) or (_, null) => false,
            (string a, string b) => string.Equals(a, b, StringComparison.Ordinal),
            (bool a, bool b) => a == b,
            (int or decimal, int or decimal) => Number(left.Value) == Number(right.Value),
            (TemporalValue a, TemporalValue b) => AreEqual(a, b),
            (QuantityValue a, QuantityValue b) => AreEqual(a, b),
            (QuantityValue a, int or decimal) => AreEqual(a, new QuantityValue(Number(right.Value), QuantityValue.Unity)),
            (int or decimal, QuantityValue b) => AreEqual(new QuantityValue(Number(left.Value), QuantityValue.Unity), b),
            var (a, b) => a.Equals(b),
        };
    }

    /// <summary>Compares collections in any order; two empty ones are equivalent.</summary>
    public static bool AreEquivalent(Items left, Items right)
    {
        if (left.Count != right.Count) return false;
        Span<bool> taken = left.Count <= 256 ? stackalloc bool[left.Count] : new bool[left.Count];
        for (var i = 0; i < left.Count; i++)
        {
            var match = -1;
            for (var j = 0; j < right.Count && match < 0; j++)
            {
                if (!taken[j] && AreEquivalent(left[i], right[j])) match = j;
            }

            if (match < 0) return false;
            taken[match] = true;
        }

        return true;
    }

    public static bool AreEquivalent(in PathItem left, in PathItem right) => (left.Value, right.Value) switch
    {
        (null, null) => left.IsElement && right.IsElement && HaveEqualContent(left.Element, right.Element, true),
        (string a, string b) => AreEquivalent(a, b),
        (int a, int b) => a == b,
        (int or decimal, int or decimal) => AreEquivalent(Number(left.Value), Number(right.Value)),
        (TemporalValue a, TemporalValue b) => (a.Kind == TemporalKind.Time) == (b.Kind == TemporalKind.Time) && TemporalComparison.Compare(a, b) == 0,
        (QuantityValue a, QuantityValue b) => QuantityArithmetic.AreEquivalent(a, b),
        _ => AreEqual(left, right) == true,
    };

    /// <summary>Equal items have equal hashes; moments and quantities share one each, because equality reaches across their spellings.</summary>
    public static int HashOf(in PathItem item) => item.Value switch
    {
        null => item.IsElement ? HashOf(item.Element) : 1,
        string text => string.GetHashCode(text, StringComparison.Ordinal),
        bool truth => truth ? 3 : 2,
        int number => number,
        QuantityValue => 5,
        decimal number => decimal.IsInteger(number) && Math.Abs(number) < int.MaxValue ? (int)number : number.GetHashCode(),
        TemporalValue => 4,
        var other => other.GetHashCode(),
    };

    // Equal content has the same children with the same strings; other values are left out, because equality reaches across their spellings.
    private static int HashOf(Element element)
    {
        var hash = 1;
        foreach (var child in element.Children())
        {
            var name = child.Name.GetHashCode(StringComparison.Ordinal);
            hash += ElementValue.IsString(child) ? HashCode.Combine(name, child.Text) : name;
        }

        return hash;
    }

    public static decimal Number(object? value) => value is int number ? number : (decimal)value!;

    private static bool? AreEqual(TemporalValue left, TemporalValue right)
    {
        if ((left.Kind == TemporalKind.Time) != (right.Kind == TemporalKind.Time)) return false;
        return TemporalComparison.Compare(left, right) is { } order ? order == 0 : null;
    }

    // Units that do not convert leave it open (6.1.1), also a calendar year against the average year 'a'.
    private static bool? AreEqual(QuantityValue left, QuantityValue right) =>
        QuantityArithmetic.Compare(left, right) is { } order ? order == 0 : null;

    private static bool AreEquivalent(decimal left, decimal right)
    {
        var places = Numbers.SharedPlaces(left, right);
        return Math.Round(left, places, MidpointRounding.AwayFromZero) == Math.Round(right, places, MidpointRounding.AwayFromZero);
    }

    // Case and the kind and amount of white space do not count (6.1.2).
    private static bool AreEquivalent(string left, string right) =>
        string.Equals(Normalize(left), Normalize(right), StringComparison.OrdinalIgnoreCase);

    private static string Normalize(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static bool HaveEqualContent(Element left, Element right, bool isLoose)
    {
        if (left.TypeName != right.TypeName) return false;
        var others = new List<Element>();
        foreach (var child in right.Children()) others.Add(child);
        foreach (var child in left.Children())
        {
            var match = others.FindIndex(other => other.Name == child.Name
                && (isLoose ? AreEquivalent(new PathItem(child), new PathItem(other)) : AreEqual(new PathItem(child), new PathItem(other)) == true));
            // Repetitions are ordered for =, so the first of the same name must be the one.
            if (match < 0 || (!isLoose && match != others.FindIndex(other => other.Name == child.Name))) return false;
            others.RemoveAt(match);
        }

        return others.Count == 0;
    }
}
