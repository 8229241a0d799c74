namespace CareExchange.Fuzz;

/// <summary>Makes an input out of others. The same seed makes the same ones.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> words, ulong seed)
{
    private const int Longest = 16 * 1024;

    private ulong _state = (seed * 2) + 1;

    /// <summary>A number from 0 to below the bound (xorshift64*).</summary>
    public int Next(int bound)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 0x2545F4914F6CDD1D >> 33) % (ulong)Math.Max(1, bound));
    }

    public byte[] Mutate(byte[] input, byte[] other)
    {
        for (var changes = 1 + Next(4); changes > 0; changes--) input = Change(input, other);
        return input.Length > Longest ? input[..Longest] : input;
    }

    private byte[] Change(byte[] input, byte[] other)
    {
        var at = Next(input.Length + 1);
        switch (Next(9))
        {
            case 0 when input.Length > 0:
                byte[] flipped = [.. input];
                flipped[Math.Min(at, input.Length - 1)] ^= (byte)(1 << Next(8));
                return flipped;
            case 1:
                return [.. input[..at], (byte)Next(256), .. input[at..]];
            case 2:
                return [.. input[..at], .. input[Math.Min(input.Length, at + 1 + Next(16))..]];
            case 3:
                var chunk = input[at..Math.Min(input.Length, at + 1 + Next(64))];
                return [.. input[..at], .. chunk, .. input[at..]];
            case 4:
                var from = Next(other.Length);
                return [.. input[..at], .. other[from..Math.Min(other.Length, from + 1 + Next(128))], .. input[at..]];
            case 5:
                // Many times the same: nesting and length are what limits are for.
                var word = words[Next(words.Count)];
                return [.. input[..at], .. Enumerable.Repeat(word, 1 + Next(Next(4) == 0 ? 400 : 4)).SelectMany(one => one), .. input[at..]];
            case 6 when input.Length > 0:
                return [.. input[..at], .. words[Next(words.Count)], .. input[Math.Min(input.Length, at + words[0].Length)..]];
            case 7:
                return [.. input[..at], .. other[Next(other.Length + 1)..]];
            default:
                return [.. input[..at], .. words[Next(words.Count)], .. input[at..]];
        }
    }
}
