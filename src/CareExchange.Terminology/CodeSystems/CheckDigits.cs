namespace CareExchange.Terminology.CodeSystems;

/// <summary>The check digits with which code systems guard their codes against slips of the pen.</summary>
internal static class CheckDigits
{
    // The dihedral group D5: its multiplication, and the permutation that depends on the place (Verhoeff 1969; SNOMED CT uses it).
    private static ReadOnlySpan<byte> Product =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
        1, 2, 3, 4, 0, 6, 7, 8, 9, 5,
        2, 3, 4, 0, 1, 7, 8, 9, 5, 6,
        3, 4, 0, 1, 2, 8, 9, 5, 6, 7,
        4, 0, 1, 2, 3, 9, 5, 6, 7, 8,
        5, 9, 8, 7, 6, 0, 4, 3, 2, 1,
        6, 5, 9, 8, 7, 1, 0, 4, 3, 2,
        7, 6, 5, 9, 8, 2, 1, 0, 4, 3,
        8, 7, 6, 5, 9, 3, 2, 1, 0, 4,
        9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
    ];

    private static ReadOnlySpan<byte> Permutation => [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

    /// <summary>True for ASCII digits and nothing else.</summary>
    public static bool AreDigits(ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
            if (!char.IsAsciiDigit(letter)) return false;
        return true;
    }

    /// <summary>True where digits, the last of them the check digit, agree by Verhoeff's scheme.</summary>
    public static bool Verhoeff(ReadOnlySpan<char> digits)
    {
        var check = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            int digit = digits[^(place + 1)] - '0';
            for (var turn = place % 8; turn > 0; turn--) digit = Permutation[digit];
            check = Product[(check * 10) + digit];
        }

        return check == 0;
    }

    /// <summary>True where digits and the check digit after them agree modulo 10, every second one doubled (Luhn; LOINC uses it).</summary>
    public static bool Luhn(ReadOnlySpan<char> digits, char checkDigit)
    {
        var sum = checkDigit - '0';
        for (var place = 0; place < digits.Length; place++)
        {
            var digit = digits[^(place + 1)] - '0';
            if (place % 2 == 0) digit *= 2;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }
}
