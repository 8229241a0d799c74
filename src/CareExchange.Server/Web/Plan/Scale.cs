namespace CareExchange.Server.Web.Plan;

/// <summary>Where a value lies on its scale.</summary>
internal static class Scale
{
    /// <summary>0 to 100, or null where the scale does not say its ends. A value outside them is drawn at the end.</summary>
    public static int? Share(decimal? value, decimal? minimum, decimal? maximum) =>
        value is { } v && maximum is { } top && top > (minimum ?? 0)
            ? (int)Math.Clamp((v - (minimum ?? 0)) / (top - (minimum ?? 0)) * 100, 0, 100)
            : null;
}
