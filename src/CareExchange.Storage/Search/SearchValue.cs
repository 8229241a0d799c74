namespace CareExchange.Storage.Search;

/// <summary>One value of a criterion, already understood; which members are set depends on the parameter's type.</summary>
public sealed record SearchValue
{
    /// <summary>The value without its prefix and escapes: code, id, text, uri, or the date as written.</summary>
    public string Text { get; init; } = "";

    /// <summary>token, quantity: the system; null for any, empty for "no system" (<c>|code</c>). reference: the target type; null for any.</summary>
    public string? System { get; init; }

    /// <summary>token: any of these codes of <see cref="System"/>, in place of <see cref="Text"/>; uri: any of these. Null for one value.</summary>
    public IReadOnlyList<string>? Codes { get; init; }

    /// <summary>string: <see cref="Text"/> is typed as initial consonants, perhaps with whole syllables (ㅎㄱㄷ, 홍ㄱㄷ).</summary>
    public bool IsInitials { get; init; }

    /// <summary>date, number, quantity: the comparison.</summary>
    public SearchPrefix Prefix { get; init; }

    /// <summary>date: start of the written period in µs since 1970; number, quantity: lower bound implied by the written precision.</summary>
    public SearchBounds Bounds { get; init; }

    /// <summary>quantity in a UCUM unit: the same bounds in base units, so that milligrams find grams; null for any other.</summary>
    public CanonicalBounds? Canonical { get; init; }

    /// <summary>composite: the values of its parts, in their order.</summary>
    public IReadOnlyList<SearchValue> Parts { get; init; } = [];

    /// <summary>near: where, and how far at most.</summary>
    public SearchCircle? Circle { get; init; }
}
