using CareExchange.Identity.Passwords;

namespace CareExchange.Identity.Tests.Passwords;

public class PasswordHasherTests
{
    // The vectors everyone checks PBKDF2-HMAC-SHA512 with: password "password", salt "salt".
    [Theory]
    [InlineData(1, "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce")]
    [InlineData(2, "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aefdb866d53cf76cab2868a39b9f7840edce4fef5a82be67335c77a6068e04112754f27ccf4e")]
    [InlineData(4096, "d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5143f30602641b3d55cd335988cb36b84376060ecd532e039b742a239434af2d5")]
    public void A_hash_made_elsewhere_by_the_same_function_verifies(int rounds, string hex)
    {
        var stored = $"$pbkdf2-sha512$v=1$i={rounds}${Convert.ToBase64String("salt"u8)}${Convert.ToBase64String(Convert.FromHexString(hex))}";

        // Weakly: its salt is shorter than ours.
        Assert.Equal(PasswordCheck.SucceededWeakly, new PasswordHasher(1).Verify("password", stored));
        Assert.Equal(PasswordCheck.Failed, new PasswordHasher(1).Verify("Password", stored));
    }

    [Fact]
    public void The_same_password_never_hashes_to_the_same_text_and_always_verifies()
    {
        var hasher = new PasswordHasher(10);

        var (one, two) = (hasher.Hash("warm-river-stone"), hasher.Hash("warm-river-stone"));

        Assert.NotEqual(one, two);
        Assert.StartsWith("$pbkdf2-sha512$v=1$i=10$", one, StringComparison.Ordinal);
        Assert.Equal(PasswordCheck.Succeeded, hasher.Verify("warm-river-stone", one));
        Assert.Equal(PasswordCheck.Succeeded, hasher.Verify("warm-river-stone", two));
    }

    [Fact]
    public void A_hash_of_fewer_rounds_still_verifies_and_asks_to_be_replaced()
    {
        var old = new PasswordHasher(10).Hash("warm-river-stone");

        Assert.Equal(PasswordCheck.SucceededWeakly, new PasswordHasher(11).Verify("warm-river-stone", old));
        Assert.Equal(PasswordCheck.Succeeded, new PasswordHasher(9).Verify("warm-river-stone", old));
        Assert.Equal(PasswordCheck.Failed, new PasswordHasher(11).Verify("warm-river-stones", old));
    }

    [Fact]
    public void A_Korean_password_verifies_however_the_keyboard_composed_it()
    {
        var hasher = new PasswordHasher(10);

        var stored = hasher.Hash("따뜻한강물");

        Assert.Equal(PasswordCheck.Succeeded, hasher.Verify("따뜻한강물".Normalize(System.Text.NormalizationForm.FormD), stored));
    }

    [Fact] // Not a theory: a test runner's own encoding would mend the broken surrogate on the way.
    public void A_password_that_is_none_fails_without_an_exception()
    {
        var hasher = new PasswordHasher(10);

        foreach (var password in (string?[])[null, "", "\ud800 broken surrogate"])
        {
            Assert.False(PasswordHasher.TryNormalize(password, out _));
            Assert.Equal(PasswordCheck.Failed, hasher.Verify(password, hasher.Hash("warm-river-stone")));
            Assert.Equal(PasswordCheck.Failed, hasher.Verify(password, null));
        }
    }

    [Fact]
    public void A_password_beyond_the_limit_fails_even_where_its_beginning_would_match()
    {
        var hasher = new PasswordHasher(10);
        var longest = new string('a', PasswordHasher.MaximumLength);

        var stored = hasher.Hash(longest);

        Assert.Equal(PasswordCheck.Succeeded, hasher.Verify(longest, stored));
        Assert.Equal(PasswordCheck.Failed, hasher.Verify(longest + "a", stored));
        Assert.Throws<ArgumentException>(() => hasher.Hash(longest + "a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("$pbkdf2-sha512$v=2$i=10$c2FsdA==$aGFzaA==")]
    [InlineData("$pbkdf2-sha512$v=1$i=0$c2FsdA==$aGFzaA==")]
    [InlineData("$pbkdf2-sha512$v=1$i=99999999999$c2FsdA==$aGFzaA==")]
    [InlineData("$pbkdf2-sha512$v=1$i=-10$c2FsdA==$aGFzaA==")]
    [InlineData("$pbkdf2-sha512$v=1$i=10$not base64$aGFzaA==")]
    [InlineData("$pbkdf2-sha512$v=1$i=10$c2FsdA==$")]
    [InlineData("$pbkdf2-sha512$v=1$i=10$c2FsdA==")]
    public void A_damaged_stored_hash_opens_to_nobody(string stored) =>
        Assert.Equal(PasswordCheck.Failed, new PasswordHasher(10).Verify("", stored));

    [Fact]
    public void Nobody_gets_in_where_there_is_no_account_and_the_decoy_costs_what_a_real_check_costs()
    {
        // Rounds are high enough to measure and far apart: a decoy that skipped the work would be a thousand times quicker.
        var hasher = new PasswordHasher(100_000);
        var stored = hasher.Hash("warm-river-stone");
        hasher.Verify("warm up", null);

        // The quickest of many runs, because the others measure what else the machine was doing; more of them as long as it was busy.
        var (real, decoy) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var run = 0; run < 7 || (run < 200 && decoy / real is < 0.2 or > 5); run++)
        {
            real = Quicker(real, () => hasher.Verify("wrong password", stored));
            decoy = Quicker(decoy, () => hasher.Verify("wrong password", null));
        }

        Assert.Equal(PasswordCheck.Failed, hasher.Verify("wrong password", null));
        Assert.InRange(decoy / real, 0.2, 5);
    }

    private static TimeSpan Quicker(TimeSpan best, Action action)
    {
        var started = TimeProvider.System.GetTimestamp();
        action();
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        return elapsed < best ? elapsed : best;
    }
}
