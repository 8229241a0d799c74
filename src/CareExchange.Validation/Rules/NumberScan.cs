namespace CareExchange.Validation.Rules;

/// <summary>Whole numbers as R4 writes them: no sign but a minus, no leading zero, no point, 32 bits.</summary>
internal static class NumberScan
{
    public static bool IsInteger(ReadOnlySpan<byte> text) =>
        text is [(byte)'-', .. var digits] ? IsUpTo(digits, 2147483648) : IsUpTo(text, int.MaxValue);

    public static bool IsUnsignedInt(ReadOnlySpan<byte> text) => IsUpTo(text, int.MaxValue);

    public static bool IsPositiveInt(ReadOnlySpan<byte> text) => text is not [(byte)'0', ..] && IsUpTo(text, int.MaxValue);

    private static bool IsUpTo(ReadOnlySpan<byte> digits, long most)
    {
        if (digits.IsEmpty || digits.Length > 10 || (digits[0] == (byte)'0' && digits.Length > 1)) return false;
        var number = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            number = (number * 10) + digit - '0';
        }

        return number <= most;
    }
}
