using System.Runtime.InteropServices;

namespace CareExchange.Storage.Search;

/// <summary>The half-open range [Low, High) that a written value means, with the exact value inside.</summary>
/// <param name="Low">First value inside.</param>
/// <param name="Exact">The value as written: of a date its start.</param>
/// <param name="High">First value after.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SearchBounds(decimal Low, decimal Exact, decimal High);
