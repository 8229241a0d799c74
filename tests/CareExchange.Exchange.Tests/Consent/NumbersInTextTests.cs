using System.Text;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using Xunit;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>Whether a resource may hold a number is asked of every Patient that leaves: passed over quickly, and nothing is passed over.</summary>
public sealed class NumbersInTextTests
{
    private static readonly IdentifierMasks Phones = IdentifierMasks.None with { Phone = IdentifierShow.Masked };
    private static readonly IdentifierMasks Accounts = IdentifierMasks.None with { AccountNumber = IdentifierShow.Masked };

    [Theory]
    [InlineData("02) 312-4567 ", true)]
    [InlineData("010-1234-5678", true)]
    [InlineData("2026-11-2", false)]
    [InlineData("12345678", false)]
    [InlineData("123456789", true)]
    [InlineData("1234---56789", false)]
    [InlineData("M12345678", true)]
    [InlineData("no:M123A4567", true)]
    [InlineData("99M12345678", true)]
    [InlineData("M1234567", false)]
    [InlineData("A12345678", false)]
    [InlineData("", false)]
    public void What_has_the_shape_of_a_number_may_be_one(string text, bool mayHold) => Assert.Equal(mayHold, NumbersInText.MayHold(Encoding.UTF8.GetBytes(text), Phones));

    [Fact]
    public void It_says_what_looking_at_each_byte_says()
    {
        var random = new Random(20261123);
        var held = 0;
        for (var run = 0; run < 20_000; run++)
        {
            var json = new byte[random.Next(48)];
            for (var at = 0; at < json.Length; at++) json[at] = (byte)"0123456789012345678901234567890123456789-. ()-MSRGA,:가"[random.Next(52)];
            foreach (var (masks, fewest) in ((IdentifierMasks, int)[])[(Phones, 9), (Accounts, 10), (IdentifierMasks.None, 12)])
            {
                var expected = EachByte(json, fewest);
                Assert.True(expected == NumbersInText.MayHold(json, masks), Encoding.UTF8.GetString(json));
                held += expected ? 1 : 0;
            }
        }

        Assert.InRange(held, 10_000, 50_000);
    }

    private static bool EachByte(byte[] json, int fewest)
    {
        var (digits, gap) = (0, 0);
        for (var at = 0; at < json.Length; at++)
        {
            if (char.IsAsciiDigit((char)json[at]))
            {
                (digits, gap) = (digits + 1, 0);
                if (digits >= fewest) return true;
            }
            else if ("-. ()".Contains((char)json[at], StringComparison.Ordinal) && digits > 0 && gap < 2) gap++;
            else
            {
                (digits, gap) = (0, 0);
                if (IsPassport(json.AsSpan(at))) return true;
            }
        }

        return false;
    }

    private static bool IsPassport(ReadOnlySpan<byte> word)
    {
        if (word.Length < 9 || !"MSRODG".Contains((char)word[0], StringComparison.Ordinal)) return false;
        for (var at = 1; at < 9; at++)
        {
            if (!char.IsAsciiDigit((char)word[at]) && !(at == 4 && char.IsAsciiLetterUpper((char)word[at]))) return false;
        }

        return true;
    }
}
