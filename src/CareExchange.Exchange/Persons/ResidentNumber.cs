using System.Globalization;
using System.Text.RegularExpressions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Persons;

/// <summary>The resident registration number (주민등록번호): read, compared and masked, never stored in a resource, a log or an issue.</summary>
/// <remarks>PIPA 24의2: processed on statute only. The check digit is not tested, because numbers given since October 2020 have none.</remarks>
public static partial class ResidentNumber
{
    /// <summary>The identifier system (MyHealthWay profile).</summary>
    public const string System = "https://mois.go.kr/rrn";

    private const string TypeCode = "NNKOR";

    /// <summary>The 13 digits of a number written with or without hyphen or blanks.</summary>
    /// <returns>Null for text that is no such number.</returns>
    public static string? Normalize(string? text)
    {
        if (text is null || text.Length > 20) return null;
        Span<char> digits = stackalloc char[13];
        var count = 0;
        foreach (var letter in text)
        {
            if (letter is '-' or ' ') continue;
            if (!char.IsAsciiDigit(letter) || count == 13) return null;
            digits[count++] = letter;
        }

        var number = count == 13 ? digits.ToString() : null;
        return number is not null && BirthDateOf(number) is not null ? number : null;
    }

    /// <summary>True for a text in which such a number stands anywhere, with or without hyphen or blank before its last seven digits.</summary>
    public static bool IsIn(string? text)
    {
        foreach (var match in Written().EnumerateMatches(text ?? ""))
        {
            if (Normalize(text!.Substring(match.Index, match.Length)) is not null) return true;
        }

        return false;
    }

    /// <summary>The date of birth in the number; null where it is no date.</summary>
    /// <param name="digits">13 digits.</param>
    public static DateOnly? BirthDateOf(string digits)
    {
        var century = digits[6] switch { '1' or '2' or '5' or '6' => 19, '3' or '4' or '7' or '8' => 20, _ => 18 };
        return DateOnly.TryParseExact(
            century.ToString(CultureInfo.InvariantCulture) + digits[..6], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
    }

    /// <summary>The sex in the number: <c>male</c> or <c>female</c>.</summary>
    /// <param name="digits">13 digits.</param>
    public static string SexOf(string digits) => (digits[6] - '0') % 2 == 1 ? "male" : "female";

    /// <summary>How it may be shown: the last seven digits hidden (notice 2026-9 §12 and common practice).</summary>
    public static string Mask(string digits) => $"{digits[..6]}-*******";

    /// <summary>True for an Identifier that is a resident registration number, by system or by type.</summary>
    public static bool Is(Element identifier)
    {
        if (identifier["system"].Text == System) return true;
        foreach (var coding in identifier["type"].Children("coding"))
        {
            if (coding["code"].Text == TypeCode) return true;
        }

        return false;
    }

    [GeneratedRegex("[0-9]{6}[- ]?[0-9]{7}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}
