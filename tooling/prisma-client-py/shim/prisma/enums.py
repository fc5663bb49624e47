from suite_db.enums import Role

__all__ = ["Role"]
