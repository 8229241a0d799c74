using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CareExchange.Storage.Indexing;

/// <summary>The number that stands for a search parameter of one resource type in the index tables.</summary>
/// <remarks>Derived from the names, so that nodes need not agree on a list: 31 bits of SHA-256. A test keeps R4's own free of collisions.</remarks>
internal static class ParameterKey
{
    private static readonly ConcurrentDictionary<(string, string), int> Known = new();
    private static readonly ConcurrentDictionary<(int, string), int> Views = new();

    public static int Of(string resourceType, string code) => Known.GetOrAdd((resourceType, code), static name =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{name.Item1}.{name.Item2}"))) >> 1));

    /// <summary>The number of the same parameter's rows of what one organisation alone states of a resource that several state.</summary>
    public static int OfView(int parameter, string source) => Views.GetOrAdd((parameter, source), static view =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{view.Item1}@{view.Item2}")))) >> 1));
}
