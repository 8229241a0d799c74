using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace CareExchange.Storage.Indexing;

/// <summary>The number that stands for a search parameter of one resource type in the index tables.</summary>
/// <remarks>Derived from the names, so that nodes need not agree on a list: 31 bits of SHA-256. A test keeps R4's own free of collisions.</remarks>
internal static class ParameterKey
{
    private static readonly ConcurrentDictionary<(string, string), int> Known = new();

    public static int Of(string resourceType, string code) => Known.GetOrAdd((resourceType, code), static name =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{name.Item1}.{name.Item2}"))) >> 1));
}
