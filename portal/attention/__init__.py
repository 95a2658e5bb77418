"""What needs somebody's attention now, by role: pure questions to the database, a fixed number of them."""

from dataclasses import dataclass
from datetime import date

from portal.accounts.enums import Role
from portal.accounts.models import Membership
from portal.attention import administrator, coordinator, director, teacher
from portal.attention.task import Task
from portal.common.school_year import SchoolYear

ASKED = {
    Role.COORDINATOR: coordinator.tasks,
    Role.TEACHER: teacher.tasks,
    Role.DIRECTOR: director.tasks,
    Role.ADMINISTRATOR: administrator.tasks,
}


@dataclass(frozen=True)
class Attention:
    """Late: the day has passed. Soon: it is near. Waiting: no day, but incomplete."""

    late: list[Task]
    soon: list[Task]
    waiting: list[Task]

    @property
    def count(self) -> int:
        return len(self.late) + len(self.soon) + len(self.waiting)


def attention_for(membership: Membership, year: SchoolYear, today: date) -> Attention:
    tasks = ASKED[membership.role](membership, year, today)
    dated = sorted((task for task in tasks if task.day), key=lambda task: task.day)
    return Attention(
        late=[task for task in dated if task.day < today],
        soon=[task for task in dated if task.day >= today],
        waiting=[task for task in tasks if task.day is None],
    )
