using System.Text.RegularExpressions;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>Numbers that nothing names, in notes, names, displays and narratives: found by the shapes in which they are written in Korea.</summary>
/// <remarks>What has no shape of its own stays: a row of digits is an account only where a word before it says so. Dates, numbers of businesses, and files numbered by year are none.</remarks>
internal static partial class NumbersInText
{
    // The shortest that have a shape: 02-123-4567, an account, a driver's licence. A date has eight digits.
    private const int FewestOfPhone = 9;
    private const int FewestOfAccount = 10;
    private const int FewestOfState = 12;
    private const int Passport = 9;

    // "02) 312-4567", "82- 10": signs and spaces between two digits of a number.
    private const int MostBetween = 2;

    /// <summary>No shorter text holds one, nor a mail address that anybody has.</summary>
    public const int Shortest = 6;

    private const string Nothing = "***";

    /// <summary>True where there may be one; cheap, one pass over the bytes.</summary>
    public static bool MayHold(ReadOnlySpan<byte> json, IdentifierMasks masks)
    {
        if (masks.Email != IdentifierShow.Whole && json.Contains((byte)'@')) return true;
        var fewest = masks.Phone != IdentifierShow.Whole ? FewestOfPhone : masks.AccountNumber != IdentifierShow.Whole ? FewestOfAccount : FewestOfState;
        for (var at = 0; (at = NextDigit(json, at)) >= 0;)
        {
            if (at > 0 && IsPassportLetter(json[at - 1]) && at - 1 + Passport <= json.Length && IsPassport(json.Slice(at - 1, Passport))) return true;
            var (digits, gap) = (0, 0);
            for (; at < json.Length && gap <= MostBetween; at++)
            {
                if (char.IsAsciiDigit((char)json[at])) (digits, gap) = (digits + 1, 0);
                else if (json[at] is (byte)'-' or (byte)' ' or (byte)'.' or (byte)'(' or (byte)')') gap++;
                else break;
                if (digits >= fewest) return true;
            }
        }

        return false;
    }

    // Most of a resource is no digits, which is passed over many bytes at a time.
    private static int NextDigit(ReadOnlySpan<byte> json, int from) => json[from..].IndexOfAnyInRange((byte)'0', (byte)'9') is >= 0 and var found ? from + found : -1;

    /// <summary>The text as somebody is shown it; the same text where nothing in it is masked.</summary>
    public static string Apply(string text, IdentifierMasks masks)
    {
        // The resident number is shown to nobody, whatever the table says of other numbers.
        text = ResidentNumber().Replace(text, number => masks.UniqueNumber == IdentifierShow.Absent ? Nothing : IdentifierMask.Resident(number.Value));
        if (masks.UniqueNumber != IdentifierShow.Whole) text = UniqueNumber().Replace(text, number => masks.UniqueNumber == IdentifierShow.Absent ? Nothing : IdentifierMask.Tail(number.Value));
        if (masks.Phone != IdentifierShow.Whole) text = Phone().Replace(text, number => masks.Phone == IdentifierShow.Absent ? Nothing : IdentifierMask.Contact(number.Value));
        if (masks.Email != IdentifierShow.Whole) text = Email().Replace(text, address => masks.Email == IdentifierShow.Absent ? Nothing : IdentifierMask.Contact(address.Value));
        if (masks.AccountNumber == IdentifierShow.Whole) return text;
        text = Account().Replace(text, number => !IsAccount(number.Value) ? number.Value : masks.AccountNumber == IdentifierShow.Absent ? Nothing : IdentifierMask.Tail(number.Value));
        return NamedAccount().Replace(text, number => masks.AccountNumber == IdentifierShow.Absent ? Nothing : IdentifierMask.Tail(number.Value));
    }

    /// <summary>What an identifier that says neither its kind nor, perhaps, its system is shown as; null where its value has no shape of these.</summary>
    /// <param name="value">The identifier's value.</param>
    /// <param name="hasSystem">True where it names the system that it is of: then a row of digits is that system's business.</param>
    /// <param name="masks">What is shown.</param>
    public static IdentifierShow? ShowOf(string value, bool hasSystem, IdentifierMasks masks)
    {
        if (ResidentNumber().IsMatch(value)) return masks.UniqueNumber == IdentifierShow.Whole ? IdentifierShow.Masked : masks.UniqueNumber;
        if (UniqueNumber().IsMatch(value)) return masks.UniqueNumber;
        if (Account().Match(value) is { Success: true } account && IsAccount(account.Value)) return masks.AccountNumber;
        return !hasSystem && value.Length is >= 10 and <= 16 && value.All(char.IsAsciiDigit) ? (IdentifierShow)Math.Max((int)masks.UniqueNumber, (int)masks.AccountNumber) : null;
    }

    /// <summary>True for a resident or foreigner's registration number and nothing else.</summary>
    public static bool IsResident(string text) => ResidentNumber().Match(text) is { Success: true } number && number.Length == text.Length;

    private static bool IsAccount(string number) =>
        number.Count(char.IsAsciiDigit) is >= 10 and <= 16 && !Phone().IsMatch(number) && !Business().IsMatch(number) && !Year().IsMatch(number);

    private static bool IsPassportLetter(byte letter) => letter is (byte)'M' or (byte)'S' or (byte)'R' or (byte)'O' or (byte)'D' or (byte)'G';

    private static bool IsPassport(ReadOnlySpan<byte> word)
    {
        for (var at = 1; at < word.Length; at++)
        {
            if (!char.IsAsciiDigit((char)word[at]) && !(at == 4 && char.IsAsciiLetterUpper((char)word[at]))) return false;
        }

        return true;
    }

    // 900101-1234567, also of foreigners: a date, and seven digits.
    [GeneratedRegex(@"(?<![\dA-Za-z-])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[- ]?\d{7}(?![\d-])")]
    private static partial Regex ResidentNumber();

    // Driver's licence 11-22-123456-78; passport M12345678, since 2021 M123A4567.
    [GeneratedRegex(@"(?<![\dA-Za-z-])\d{2}-\d{2}-\d{6}-\d{2}(?![\d-])|(?<![A-Za-z0-9])[MSRODG](?:\d{8}|\d{3}[A-Z]\d{4})(?![A-Za-z0-9])")]
    private static partial Regex UniqueNumber();

    // 010-1234-5678, 02-123-4567, +82 10 1234 5678, (02) 312-4567; numbers of offices (1588-0000) are nobody's.
    [GeneratedRegex(@"(?<![\dA-Za-z-])(?:\+?82[- ]?(?:\(0\))?\d{1,2}|\(?0\d{1,2}\)?)[- .]{0,2}\d{3,4}[- .]?\d{4}(?![\d-])")]
    private static partial Regex Phone();

    // Banks write three or four groups; cards four of four.
    [GeneratedRegex(@"(?<![\dA-Za-z-])(?:\d{4}[- ]\d{4}[- ]\d{4}[- ]\d{4}|\d{2,6}-\d{2,6}-\d{2,8}(?:-\d{1,3})?)(?![\d-])")]
    private static partial Regex Account();

    [GeneratedRegex(@"(?<=(?:계좌|통장|카드|account|card)\D{0,12})\d{10,16}(?!\d)", RegexOptions.IgnoreCase)]
    private static partial Regex NamedAccount();

    [GeneratedRegex(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")]
    private static partial Regex Email();

    [GeneratedRegex(@"^\d{3}-\d{2}-\d{5}$")]
    private static partial Regex Business();

    [GeneratedRegex(@"^(?:19|20)\d{2}-")]
    private static partial Regex Year();
}
