using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CareExchange.Identity.Passwords;

/// <summary>PBKDF2-HMAC-SHA512 hashes as text: <c>$pbkdf2-sha512$v=1$i=ROUNDS$SALT$HASH</c>, base64 parts.</summary>
/// <remarks>The text names its own settings, so raising them needs no migration: an old hash verifies once more and is then replaced.</remarks>
public sealed class PasswordHasher
{
    /// <summary>Longest password looked at, in characters.</summary>
    public const int MaximumLength = 256;

    private const string Prefix = "$pbkdf2-sha512$v=1$i=";
    private const int MaximumRounds = 10_000_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 64;

    private readonly int _rounds;
    private readonly string _decoy;

    /// <param name="rounds">Rounds of new hashes, 1 to 10,000,000; operators' settings have their own, higher floor.</param>
    public PasswordHasher(int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rounds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rounds, MaximumRounds);
        _rounds = rounds;
        // Random bytes stand for a hash: no password leads to them, and checking against them costs what a real check costs.
        _decoy = Write(rounds, RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(HashBytes));
    }

    /// <summary>Hashes a password under a new salt. The password must have passed <see cref="TryNormalize"/>.</summary>
    public string Hash(string password)
    {
        if (!TryNormalize(password, out var normalized)) throw new ArgumentException("Not a usable password.", nameof(password));
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Write(_rounds, salt, Derive(normalized, salt, _rounds, HashBytes));
    }

    /// <summary>Compares in constant time. A null <paramref name="stored"/> (no such account) costs the same work and fails.</summary>
    public PasswordCheck Verify(string? password, string? stored)
    {
        var usable = TryNormalize(password, out var normalized);
        if (!TryRead(stored ?? _decoy, out var rounds, out var salt, out var expected)) return PasswordCheck.Failed;
        var actual = Derive(normalized, salt, rounds, expected.Length);
        var same = CryptographicOperations.FixedTimeEquals(actual, expected);
        if (!same || !usable || stored is null) return PasswordCheck.Failed;
        return rounds < _rounds || salt.Length < SaltBytes || expected.Length < HashBytes ? PasswordCheck.SucceededWeakly : PasswordCheck.Succeeded;
    }

    /// <summary>NFKC, because one Korean syllable has two spellings in Unicode and keyboards differ in which they send; false for nothing, too much, or broken surrogates.</summary>
    public static bool TryNormalize(string? text, out string normalized)
    {
        normalized = "";
        if (text is null || text.Length is 0 or > MaximumLength) return false;
        try
        {
            normalized = text.Normalize(NormalizationForm.FormKC);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static byte[] Derive(string normalized, byte[] salt, int rounds, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(normalized), salt, rounds, HashAlgorithmName.SHA512, length);

    private static string Write(int rounds, byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");

    private static bool TryRead(string stored, out int rounds, out byte[] salt, out byte[] hash)
    {
        (rounds, salt, hash) = (0, [], []);
        if (!stored.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var parts = stored[Prefix.Length..].Split('$');
        if (parts.Length != 3
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out rounds)
            || rounds is < 1 or > MaximumRounds)
        {
            return false;
        }

        var saltBuffer = new byte[64];
        var hashBuffer = new byte[64];
        if (!Convert.TryFromBase64String(parts[1], saltBuffer, out var saltLength) || saltLength == 0
            || !Convert.TryFromBase64String(parts[2], hashBuffer, out var hashLength) || hashLength < 32)
        {
            return false;
        }

        (salt, hash) = (saltBuffer[..saltLength], hashBuffer[..hashLength]);
        return true;
    }
}
