using Jingu.Aggregator.People;

namespace Jingu.Aggregator.Web.Entrance;

/// <summary>The rule of a page; an address of the API states it by <see cref="Rules.Requires"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RequiresAttribute(Access access) : Attribute
{
    public Access Access => access;
}

/// <summary>States rules where addresses are mapped.</summary>
internal static class Rules
{
    /// <summary>Says who is let in. What states no rule lets nobody in.</summary>
    public static T Requires<T>(this T endpoint, Access access)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new RequiresAttribute(access));
}
