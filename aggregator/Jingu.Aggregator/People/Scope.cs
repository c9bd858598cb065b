using System.Collections.Frozen;

namespace Jingu.Aggregator.People;

/// <summary>What a token may be used for; a token has one scope at least.</summary>
internal enum Scope
{
    /// <summary>Read everything about the site.</summary>
    Read,

    /// <summary>Import planning data and publish policies.</summary>
    Plan,

    /// <summary>Issue commands and grant codes, order demand response.</summary>
    Command,

    /// <summary>Name the person who acts through the program that holds the token; both are recorded.</summary>
    ActFor,

    /// <summary>Read the audit.</summary>
    Audit,
}

/// <summary>The words of scopes on the command line, in the API and in the store.</summary>
internal static class ScopeWords
{
    public static readonly FrozenDictionary<string, Scope> All = new Dictionary<string, Scope>
    {
        ["read"] = Scope.Read,
        ["plan"] = Scope.Plan,
        ["command"] = Scope.Command,
        ["act-for"] = Scope.ActFor,
        ["audit"] = Scope.Audit,
    }.ToFrozenDictionary();

    public static string Of(Scope scope) => All.First(word => word.Value == scope).Key;
}
