using System.Globalization;
using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Ucum;

namespace CareExchange.Storage.Tests.Search.Table;

/// <summary>What one found element and one asked value have to do with each other, type by type (R4 search.html#ptypes).</summary>
internal static class BruteValues
{
    private static readonly string[] Prefixes = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"];

    public static bool Is(SearchParameterDefinition parameter, string? modifier, PathItem item, string asked, TimeZoneInfo zone) => parameter.Type switch
    {
        "token" => IsToken(item, asked),
        "string" => IsString(item, modifier, Unescape(asked)),
        "uri" => IsUri(item.Text, modifier, Unescape(asked)),
        "reference" => IsReference(parameter, item, modifier, Unescape(asked)),
        "date" => IsDate(item, asked, zone),
        "number" => IsNumber(item, asked),
        "quantity" => IsQuantity(item, asked),
        _ => throw new ArgumentException($"'{parameter.Type}' parameters are written down by hand.", nameof(parameter)),
    };

    /// <summary>False for what an expression finds but the parameter's type has no meaning for: performedString is no date, a Timing that only
    /// says "daily" happens at no time, an entry's whole resource is no reference to it.</summary>
    public static bool Counts(SearchParameterDefinition parameter, PathItem item) => parameter.Type switch
    {
        "date" => item.TypeName is "date" or "dateTime" or "instant" or "Period"
            || (item.TypeName == "Timing" && (item.Element.Children("event").ToArray().Length > 0 || item.Element["repeat"]["bounds"].TypeName == "Period")),
        "reference" => item.TypeName is "Reference" or "canonical" or "uri" or "url",
        _ => true,
    };

    public static string? ReferenceOf(PathItem item) => item.TypeName == "Reference" ? item.Element["reference"].Text : item.Text;

    public static string WithoutVersion(string reference) => reference.Split("/_history/")[0];

    // R4 search.html#token.
    private static bool IsToken(PathItem item, string asked)
    {
        var parts = asked.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|').Select(part => Unescape(part.Replace('\u0001', '|'))).ToArray();
        var (system, code) = parts.Length == 1 ? (null, parts[0]) : (parts[0], parts[1]);
        return Codings(item).Any(coding => (code.Length == 0 || coding.Code == code) && (system is null || (coding.System ?? "") == system));
    }

    private static IEnumerable<(string? System, string Code)> Codings(PathItem item)
    {
        var element = item.Element;
        switch (item.TypeName)
        {
            case "CodeableConcept":
                return element.Children("coding").ToArray().SelectMany(coding => Codings(coding));
            case "Coding":
                return [(element["system"].Text, element["code"].Text ?? "")];
            case "Identifier":
                return [(element["system"].Text, element["value"].Text ?? "")];
            case "ContactPoint":
                return [(null, element["value"].Text ?? "")];
            default:
                // A code says its system by its binding; what the official examples are asked with never names it.
                return [(null, item.Text)];
        }
    }

    // R4 search.html#string: start, without regard to case, accents and (ours, for Korean names) spaces.
    private static bool IsString(PathItem item, string? modifier, string asked) => Texts(item).Any(text => modifier switch
    {
        "exact" => text == asked,
        "contains" => Fold(text).Contains(Fold(asked), StringComparison.Ordinal),
        _ => Fold(text).StartsWith(Fold(asked), StringComparison.Ordinal),
    });

    private static IEnumerable<string> Texts(PathItem item)
    {
        var element = item.Element;
        string[] parts = item.TypeName switch
        {
            "HumanName" => ["text", "family", "given", "prefix", "suffix"],
            "Address" => ["text", "line", "city", "district", "state", "postalCode", "country"],
            _ => [],
        };
        if (parts.Length == 0) return [item.Text];
        var texts = parts.SelectMany(part => element.Children(part).ToArray()).Select(part => part.Text).OfType<string>().ToList();
        if (item.TypeName == "HumanName" && element["family"].Text is { } family)
        {
            var given = string.Join(' ', element.Children("given").ToArray().Select(part => part.Text));
            texts.AddRange([$"{family} {given}", $"{given} {family}"]);
        }

        return texts;
    }

    private static string Fold(string text) => new([.. text.Normalize(NormalizationForm.FormKD)
        .Where(letter => !char.IsWhiteSpace(letter) && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
        .Select(char.ToLowerInvariant)]);

    private static bool IsUri(string text, string? modifier, string asked) => modifier switch
    {
        "below" => text.StartsWith(asked, StringComparison.Ordinal),
        "above" => asked.StartsWith(text, StringComparison.Ordinal),
        _ => text == asked,
    };

    // R4 search.html#reference.
    private static bool IsReference(SearchParameterDefinition parameter, PathItem item, string? modifier, string asked)
    {
        if (modifier == "identifier") return item.Element["identifier"] is { Exists: true } identifier && IsToken(identifier, asked);
        if (ReferenceOf(item) is not { Length: > 0 } reference) return false;
        (reference, asked) = (WithoutVersion(reference), WithoutVersion(asked));
        if (modifier is not null) return reference == $"{modifier}/{asked.Split('/')[^1]}";
        if (asked.Contains(':', StringComparison.Ordinal)) return reference == asked || (!asked.Contains('|', StringComparison.Ordinal) && reference.Split('|')[0] == asked);
        return asked.Contains('/', StringComparison.Ordinal)
            ? reference == asked
            : reference.Split('/') is [var type, var id] && id == asked && (parameter.Target.Count == 0 || parameter.Target.Contains(type) || parameter.Target.Contains("Resource"));
    }

    private static (string Prefix, string Written) Split(string asked) =>
        asked.Length > 2 && Prefixes.Contains(asked[..2]) ? (asked[..2], asked[2..]) : ("eq", asked);

    // R4 search.html#prefix, the table's middle column: the ranges of the parameter (asked) and of the resource (found).
    private static bool IsDate(PathItem item, string asked, TimeZoneInfo zone)
    {
        var (prefix, rest) = Split(asked);
        var (low, high) = BruteDates.Of(rest, zone);
        return BruteDates.Of(item, zone).Any(found => prefix switch
        {
            "eq" => low <= found.Low && found.High <= high,
            "ne" => !(low <= found.Low && found.High <= high),
            "gt" => found.High > high,
            "lt" => found.Low < low,
            "ge" => found.High > high || (low <= found.Low && found.High <= high),
            "le" => found.Low < low || (low <= found.Low && found.High <= high),
            "sa" => found.Low >= high,
            "eb" => found.High <= low,
            _ => throw new ArgumentException("ap depends on now and is written down by hand.", nameof(asked)),
        });
    }

    private static bool IsNumber(PathItem item, string asked) => item.TypeName == "Range"
        ? InRange(Number(item.Element["low"]["value"].Text), Number(item.Element["high"]["value"].Text), asked)
        : Number(item.Text) is { } number && InRange(number, number, asked);

    private static decimal? Number(string? text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Significant digits say how much eq and ne mean (100 is 99.5 up to 100.5); the other prefixes compare with the number itself.
    private static bool InRange(decimal? low, decimal? high, string asked, Func<decimal, decimal>? convert = null)
    {
        if (low is null && high is null) return false;
        var (prefix, rest) = Split(asked);
        var value = Number(rest)!.Value;
        var half = Half(rest);
        if (prefix == "ap") half = Math.Max(half, Math.Abs(value) / 10);
        convert ??= static number => number;
        var (least, exact, most) = (convert(value - half), convert(value), convert(value + half));
        return prefix switch
        {
            // Equal is equal, also where more digits are written than a conversion keeps.
            "eq" => low >= least && (high < most || high == exact),
            "ne" => !(low >= least && (high < most || high == exact)),
            "gt" => high is null || high > exact,
            "lt" => low is null || low < exact,
            "ge" => high is null || high >= exact,
            "le" => low is null || low <= exact,
            "sa" => low > exact,
            "eb" => high < exact,
            _ => (low is null || low <= most) && (high is null || high >= least),
        };
    }

    private static decimal Half(string text)
    {
        var parts = text.Split('e', 'E');
        var decimals = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0].Length - parts[0].IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        var exponent = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - decimals;
        return 0.5m * (decimal)Math.Pow(10, exponent);
    }

    // R4 search.html#quantity: number, number|system|code, number||code.
    private static bool IsQuantity(PathItem item, string asked)
    {
        var parts = asked.Split('|');
        var element = item.Element;
        var (first, second) = item.TypeName == "Range" ? (element["low"], element["high"]) : (element, element);
        var end = first["value"].Exists ? first : second;
        var (low, high) = (Number(first["value"].Text), Number(second["value"].Text));
        if (item.TypeName == "Money") return (parts.Length == 1 || (parts[2] == element["currency"].Text && parts[1] is "" or "urn:iso:std:iso:4217")) && InRange(low, high, parts[0]);
        if (parts.Length == 1) return InRange(low, high, parts[0]);
        var (system, code) = (end["system"].Text, end["code"].Text);
        if (parts[1].Length > 0 && parts[1] == UcumUnit.System && system == UcumUnit.System
            && UcumUnit.Parse(parts[2]) is { IsConvertible: true } wanted && UcumUnit.Parse(code!) is { IsConvertible: true } written)
        {
            return wanted.Dimensions == written.Dimensions && InRange(Base(written, low), Base(written, high), parts[0], number => Base(wanted, number)!.Value);
        }

        var named = parts[1].Length > 0 ? system == parts[1] && code == parts[2] : code == parts[2] || end["unit"].Text == parts[2];
        return named && InRange(low, high, parts[0]);
    }

    private static decimal? Base(UcumUnit unit, decimal? number) => number is { } value ? (decimal?)unit.ToCanonicalDouble(value) : null;

    private static string Unescape(string text) => text.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\|", "|", StringComparison.Ordinal).Replace("\\$", "$", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
}
