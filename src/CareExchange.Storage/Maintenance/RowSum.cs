using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CareExchange.Storage.Maintenance;

/// <summary>A sum over rows that does not depend on their order: two sets of rows with the same sum and number are the same.</summary>
internal sealed class RowSum : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many rows.</summary>
    public long Rows { get; private set; }

    /// <summary>The sum of their hashes, 64 bits each.</summary>
    public ulong Sum { get; private set; }

    /// <summary>Adds a row; integers count alike whatever their width.</summary>
    public void Add(ReadOnlySpan<object> values)
    {
        Span<byte> word = stackalloc byte[8];
        foreach (var value in values)
        {
            if (value is string text)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                BinaryPrimitives.WriteInt64LittleEndian(word, bytes.Length);
                _hash.AppendData(word);
                _hash.AppendData(bytes);
                continue;
            }

            BinaryPrimitives.WriteInt64LittleEndian(word, value switch
            {
                double number => BitConverter.DoubleToInt64Bits(number + 0.0), // so that -0 and 0 are one number, as they are to databases
                int number => number,
                _ => (long)value,
            });
            _hash.AppendData(word);
        }

        Span<byte> hash = stackalloc byte[32];
        _hash.GetHashAndReset(hash);
        Rows++;
        Sum = unchecked(Sum + BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    public void Dispose() => _hash.Dispose();
}
