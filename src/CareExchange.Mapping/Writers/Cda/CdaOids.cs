using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Mapping.Sources.Cda;

namespace CareExchange.Mapping.Writers.Cda;

/// <summary>A FHIR uri as CDA names it: an OID or UUID.</summary>
internal static class CdaOids
{
    /// <summary>The OID or UUID; for a uri that has none one of the arc 2.25, which anybody may make of a UUID (ITU-T X.667), here of the uri's hash: the same uri always has the same.</summary>
    public static (string Root, bool IsMade) Of(string uri)
    {
        if (CdaCodeSystems.Oid(uri) is { } known) return (known, false);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(uri), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return ($"2.25.{new BigInteger(hash[..16], isUnsigned: true, isBigEndian: true)}", true);
    }
}
