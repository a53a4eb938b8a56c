"""Tools for those who work on the glossary and the extension; not part of the package."""
