using System.Text;

namespace CareExchange.Exchange.Persons;

/// <summary>Brings names and addresses into one spelling, so that two partners' ways of writing compare equal.</summary>
public static class PersonText
{
    private static readonly (string Short, string Full)[] Provinces =
    [
        ("서울", "서울특별시"), ("부산", "부산광역시"), ("대구", "대구광역시"), ("인천", "인천광역시"), ("광주", "광주광역시"),
        ("대전", "대전광역시"), ("울산", "울산광역시"), ("세종", "세종특별자치시"), ("경기", "경기도"), ("강원", "강원특별자치도"),
        ("충북", "충청북도"), ("충남", "충청남도"), ("전북", "전북특별자치도"), ("전남", "전라남도"), ("경북", "경상북도"),
        ("경남", "경상남도"), ("제주", "제주특별자치도"),
    ];

    /// <summary>A name without blanks, remarks in brackets (a Hanja reading, 가명) and differences of width or case.</summary>
    public static string Name(string? text) => Letters(text, keepDigits: false);

    /// <summary>An address without blanks, punctuation and remarks in brackets, the province written in full.</summary>
    /// <remarks>서울시 서대문구 가재울로 12, 101동 202호 (남가좌동) and 서울특별시 서대문구 가재울로12 101동 202호 are the same.</remarks>
    public static string Address(string? text)
    {
        var plain = (text ?? "").Trim().Normalize(NormalizationForm.FormKC);
        var space = plain.IndexOf(' ', StringComparison.Ordinal);
        var first = space < 0 ? plain : plain[..space];
        foreach (var (brief, full) in Provinces)
        {
            if (first == full || !first.StartsWith(brief, StringComparison.Ordinal)) continue;
            if (first.Length == brief.Length || first == $"{brief}시" || first == $"{brief}도" || first == $"{brief}특별시" || first == $"{brief}광역시")
            {
                plain = full + plain[first.Length..];
                break;
            }
        }

        return Letters(plain, keepDigits: true).Replace("번지", "", StringComparison.Ordinal);
    }

    /// <summary>The digits of a telephone number, the Korean country code written as a leading zero.</summary>
    public static string Phone(string? text)
    {
        var digits = string.Concat((text ?? "").Where(char.IsAsciiDigit));
        return digits.StartsWith("82", StringComparison.Ordinal) && digits.Length > 9 ? $"0{digits[2..].TrimStart('0')}" : digits;
    }

    private static string Letters(string? text, bool keepDigits)
    {
        var plain = (text ?? "").Normalize(NormalizationForm.FormKC);
        var letters = new StringBuilder(plain.Length);
        var depth = 0;
        foreach (var letter in plain)
        {
            if (letter is '(' or '[') depth++;
            else if (letter is ')' or ']') depth = Math.Max(0, depth - 1);
            else if (depth == 0 && (char.IsLetter(letter) || (keepDigits && (char.IsDigit(letter) || letter == '-')))) letters.Append(char.ToLowerInvariant(letter));
        }

        return letters.ToString();
    }
}
