using System.Globalization;
using System.Text;
using CareExchange.Fhir.Ucum;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>Values of a query: escapes, prefixes, and what each parameter type makes of the rest. Null means malformed.</summary>
internal sealed class SearchValueParser(IndexCatalog catalog, TimeZoneInfo zone, TimeProvider clock)
{
    private static readonly Dictionary<string, SearchPrefix> Prefixes =
        Enum.GetValues<SearchPrefix>().ToDictionary(prefix => prefix.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>Alternatives: cut at commas that are not escaped (R4 search.html#escaping). Escapes stay.</summary>
    public static IEnumerable<string> Split(string text, char separator)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == separator)
            {
                yield return text[start..at];
                start = at + 1;
            }
        }

        yield return text[start..];
    }

    /// <summary>One value of a parameter's type, with its modifier.</summary>
    public SearchValue? Value(string kind, IndexedParameter? parameter, string? modifier, string text) => (kind, modifier) switch
    {
        (_, "missing") => text is "true" or "false" ? new SearchValue { Text = text } : null,
        ("id", _) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? new SearchValue { Text = text } : null,
        ("token", "text") => Text(text),
        ("token", "of-type") => OfType(text),
        ("token", _) or ("reference", "identifier") => Token(text),
        ("reference", _) => Reference(text, parameter!, modifier),
        ("string", _) => Text(text),
        ("date", _) => Date(text),
        ("number", _) => Number(text),
        ("quantity", _) => Quantity(text),
        ("composite", _) => Composite(text, parameter!),
        ("special", _) => SearchCircle.Parse(Unescape(text)) is { } circle ? new SearchValue { Circle = circle } : null,
        (_, "above") => Above(text),
        _ => Uri(text),
    };

    // R4 search.html#composite: the parts, joined by '$', each written as its own type is.
    private SearchValue? Composite(string text, IndexedParameter parameter)
    {
        var parts = parameter.Composites[0].Parts;
        SearchValue?[] found = [.. Split(text, '$').Select((part, index) => index < parts.Count ? Value(parts[index].Type, parts[index], null, part) : null)];
        return found.Length == parts.Count && !found.Contains(null) ? new SearchValue { Parts = [.. found.OfType<SearchValue>()] } : null;
    }

    // R4 search.html#token: the system and code of the identifier's type, then its value.
    private static SearchValue? OfType(string text) => Split(text, '|').Select(Unescape).ToArray() is [var system, { Length: > 0 } code, { Length: > 0 } value]
        ? new SearchValue { System = system.Length > 0 ? system : null, Text = TokenIndex.Typed(code, value) }
        : null;

    // R4 search.html#uri: what stands above a URL is the URL itself and each path that leads to it.
    private static SearchValue? Above(string text)
    {
        if (Uri(text) is not { Text: { } url } value) return null;
        var paths = new List<string> { url };
        var start = url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        for (var at = url.IndexOf('/', start); at >= 0; at = url.IndexOf('/', at + 1)) paths.AddRange([url[..at], url[..(at + 1)]]);
        return value with { Codes = [.. paths.Distinct(StringComparer.Ordinal)] };
    }

    public static SearchValue? Token(string text)
    {
        var parts = Split(text, '|').Select(Unescape).ToArray();
        return parts switch
        {
            [{ Length: > 0 } code] => new SearchValue { Text = code },
            ["", { Length: > 0 } code] => new SearchValue { Text = code, System = "" },
            [{ Length: > 0 } system, var code] => new SearchValue { Text = code, System = system },
            _ => null,
        };
    }

    public SearchValue? Reference(string text, IndexedParameter parameter, string? modifier)
    {
        var reference = Unescape(text);
        if (reference.Length == 0) return null;
        if (modifier is not null)
        {
            var (type, id) = ReferenceIndex.Split(reference);
            return (type ?? modifier) == modifier && !id.Contains('/', StringComparison.Ordinal) ? new SearchValue { Text = id, System = modifier } : null;
        }

        if (reference.Contains(':', StringComparison.Ordinal) || reference.Contains('|', StringComparison.Ordinal))
        {
            return new SearchValue { Text = reference.Contains('|', StringComparison.Ordinal) ? reference : ReferenceIndex.Split(reference).Target, System = "" };
        }

        var (target, key) = ReferenceIndex.Split(reference);
        if (key.Contains('/', StringComparison.Ordinal) || (target is not null && catalog.Find(target) is null)) return null;
        return new SearchValue { Text = key, System = target ?? (parameter.Targets is [var only] ? only : null) };
    }

    public static SearchValue? Text(string text) => Unescape(text) is { Length: > 0 } value && IndexText.Normalize(value).Length > 0 ? new SearchValue { Text = value } : null;

    public static SearchValue? Uri(string text) => Unescape(text) is { Length: > 0 } value ? new SearchValue { Text = value } : null;

    public SearchValue? Date(string text)
    {
        var (prefix, written) = Prefix(text);

        // The plus of an offset that was not encoded arrives as a space; a date has no other spaces.
        var rest = written.Replace(' ', '+');
        if (DateRange.Parse(rest, zone) is not { } range) return null;
        var (low, high) = (range.Low, range.High);
        if (prefix == SearchPrefix.Ap)
        {
            // R4: "approximately" is ours to define; 10 % of the distance from now is what it recommends.
            var now = (clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
            var margin = Math.Max(Math.Abs(now - low), Math.Abs(now - high)) / 10;
            (low, high) = (low - margin, high + margin);
        }

        return new SearchValue { Text = rest, Prefix = prefix, Bounds = new(low, range.Low, high) };
    }

    public static SearchValue? Number(string text)
    {
        var (prefix, rest) = Prefix(text);
        return Bounds(prefix, rest) is { } bounds ? new SearchValue { Prefix = prefix, Bounds = bounds } : null;
    }

    public static SearchValue? Quantity(string text)
    {
        var parts = Split(text, '|').Select(Unescape).ToArray();
        if (parts.Length is not 1 and not 3 || Number(parts[0]) is not { } number) return null;
        if (parts.Length == 1 || parts[1..] is ["", ""]) return number;
        return number with { Text = parts[2], System = parts[1], Canonical = parts[2].Length == 0 ? null : Canonical(number.Bounds, parts[1], parts[2]) };
    }

    private static CanonicalBounds? Canonical(SearchBounds bounds, string system, string code)
    {
        if (system != UcumUnit.System || UcumUnit.Parse(code) is not { IsConvertible: true } unit) return null;
        return unit.ToCanonicalDouble(bounds.Low) is { } low && unit.ToCanonicalDouble(bounds.Exact) is { } exact && unit.ToCanonicalDouble(bounds.High) is { } high
            ? new(unit.Dimensions, low, exact, high)
            : null;
    }

    private static (SearchPrefix Comparison, string Written) Prefix(string text) =>
        text.Length > 2 && Prefixes.TryGetValue(text[..2], out var prefix) ? (prefix, text[2..]) : (SearchPrefix.Eq, text);

    // R4 search.html#number: 100 means [99.5, 100.5), 100.00 means [99.995, 100.005), 1e2 means [95, 105).
    private static SearchBounds? Bounds(SearchPrefix prefix, string text)
    {
        if (text.Length > 40 || !decimal.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)) return null;
        var exponent = 0;
        var mantissa = text;
        if (text.IndexOfAny(['e', 'E']) is >= 0 and var at)
        {
            mantissa = text[..at];
            if (!int.TryParse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) return null;
        }

        var decimals = mantissa.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? mantissa.Length - dot - 1 : 0;
        var scale = exponent - decimals;
        if (scale is < -28 or > 27) return null;
        try
        {
            var half = 0.5m;
            for (; scale < 0; scale++) half /= 10;
            for (; scale > 0; scale--) half *= 10;
            if (prefix == SearchPrefix.Ap) half = Math.Max(half, Math.Abs(value) / 10);
            return new(value - half, value, value + half);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>False where a backslash stands before anything but a separator or another backslash, which R4 calls illegal (search.html#escaping).</summary>
    public static bool IsEscaped(string text)
    {
        for (var at = text.IndexOf('\\', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\\', at + 2))
        {
            if (at + 1 >= text.Length || text[at + 1] is not (',' or '|' or '$' or '\\')) return false;
        }

        return true;
    }

    /// <summary>The text without the escapes of separators.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        var builder = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is ',' or '|' or '$' or '\\') at++;
            builder.Append(text[at]);
        }

        return builder.ToString();
    }
}
